using System;
using System.Reflection;
using System.Text;
using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Interop
{
    /// <summary>
    /// The native methods of firmware/TinyMl.Interop/Native.cs with the same signatures, forwarded to the host's build of
    /// the same engine. It does what the device's glue does, and nothing more.
    /// </summary>
    public static class Native
    {
        private const int MaxRecordLayout = 9;

        private static VirtualHardware Hardware => VirtualHardware.Current;

        private static EngineMemory Memory => VirtualHardware.Current.Engine;

        /// <summary>First entry of the table.</summary>
        /// <returns>The interface's version.</returns>
        /// <exception cref="NotSupportedException">The board lacks the native part.</exception>
        public static int AbiFirst()
        {
            int abi = Hardware.NativeAbi;
            return abi != 0 ? abi : throw new NotSupportedException();
        }

        /// <summary>Opens the model of the board's options.</summary>
        /// <returns>A status.</returns>
        public static int OpenBuiltIn()
        {
            return Memory.OpenBuiltIn();
        }

        /// <summary>Opens a resource; .NET's resources are not nanoFramework's, so there is none.</summary>
        /// <param name="assembly">The assembly.</param>
        /// <param name="resourceFile">The resource file.</param>
        /// <param name="id">The resource.</param>
        /// <returns>A status.</returns>
        public static int OpenResource(Assembly assembly, string resourceFile, short id)
        {
            Memory.Close();
            return (int)TmlStatus.NoModel;
        }

        /// <summary>Begins to receive a model.</summary>
        /// <param name="bytes">Its length.</param>
        /// <returns>A status.</returns>
        public static int LoadStart(int bytes)
        {
            return Memory.LoadStart(bytes);
        }

        /// <summary>Receives a piece.</summary>
        /// <param name="bytes">An array with the piece.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length.</param>
        /// <returns>A status.</returns>
        public static int LoadBytes(byte[] bytes, int offset, int count)
        {
            return IsInside(bytes, offset, count)
                ? Memory.LoadBytes(new ReadOnlySpan<byte>(bytes, offset, count))
                : (int)TmlStatus.Argument;
        }

        /// <summary>Opens the received model.</summary>
        /// <returns>A status.</returns>
        public static int OpenLoaded()
        {
            return Memory.OpenLoaded();
        }

        /// <summary>Forgets the model.</summary>
        /// <returns>A status.</returns>
        public static int Close()
        {
            Memory.Close();
            return (int)TmlStatus.Ok;
        }

        /// <summary>Runs a slice.</summary>
        /// <param name="maxMacs">At most so many multiply-accumulates.</param>
        /// <returns>A status.</returns>
        public static int Run(int maxMacs)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || maxMacs < 0)
            {
                return (int)(memory.IsOpen ? TmlStatus.Argument : TmlStatus.State);
            }

            int macs = (int)Tml.Info(memory.Model, TmlField.Macs);
            Hardware.SpendMacs(maxMacs == 0 ? macs : Math.Min(maxMacs, macs));
            return (int)Tml.Run(ref memory.Handle, (uint)maxMacs);
        }

        /// <summary>Abandons an inference.</summary>
        /// <returns>A status.</returns>
        public static int Restart()
        {
            EngineMemory memory = Memory;
            if (memory.IsOpen)
            {
                Tml.Restart(ref memory.Handle);
            }

            return (int)(memory.IsOpen ? TmlStatus.Ok : TmlStatus.State);
        }

        /// <summary>Takes records.</summary>
        /// <param name="bytes">An array with the records.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">Their bytes.</param>
        /// <returns>The bytes consumed, or a status.</returns>
        public static int Feed(byte[] bytes, int offset, int count)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || !IsInside(bytes, offset, count))
            {
                return (int)(memory.IsOpen ? TmlStatus.Argument : TmlStatus.State);
            }

            return Tml.Feed(ref memory.Handle, new ReadOnlySpan<byte>(bytes, offset, count));
        }

        /// <summary>Tells that samples were lost.</summary>
        /// <returns>A status.</returns>
        public static int Gap()
        {
            EngineMemory memory = Memory;
            return (int)(memory.IsOpen ? Tml.Gap(ref memory.Handle) : TmlStatus.State);
        }

        /// <summary>Fetches a due window.</summary>
        /// <returns>A status.</returns>
        public static int Window()
        {
            EngineMemory memory = Memory;
            return (int)(memory.IsOpen ? Tml.Window(ref memory.Handle) : TmlStatus.State);
        }

        /// <summary>Writes the first input.</summary>
        /// <param name="bytes">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>The bytes copied, or a status.</returns>
        public static int WriteInput(byte[] bytes, int offset, int count)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen)
            {
                return (int)TmlStatus.State;
            }

            Span<sbyte> input = Tml.Input(ref memory.Handle, 0);
            if (!IsInside(bytes, offset, count) || count > input.Length)
            {
                return (int)TmlStatus.Argument;
            }

            for (int i = 0; i < count; i++)
            {
                input[i] = (sbyte)bytes[offset + i];
            }

            return count;
        }

        /// <summary>Reads the scores.</summary>
        /// <param name="scores">Receives them.</param>
        /// <returns>Their number, or a status.</returns>
        public static int ReadScores(byte[] scores)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || scores == null)
            {
                return (int)(memory.IsOpen ? TmlStatus.Argument : TmlStatus.State);
            }

            ReadOnlySpan<sbyte> output = Tml.Output(ref memory.Handle, Tml.Info(memory.Model, TmlField.Outputs) - 1);
            int count = Math.Min(scores.Length, output.Length);
            for (int i = 0; i < count; i++)
            {
                scores[i] = (byte)(output[i] + 128);
            }

            return count;
        }

        /// <summary>Keeps the finished inference.</summary>
        /// <returns>A status.</returns>
        public static int Mark()
        {
            EngineMemory memory = Memory;
            return (int)(memory.IsOpen ? Tml.Mark(ref memory.Handle) : TmlStatus.State);
        }

        /// <summary>Stores the kept inference.</summary>
        /// <param name="label">Its class.</param>
        /// <returns>A status.</returns>
        public static int Label(int label)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || label < 0)
            {
                return (int)(memory.IsOpen ? TmlStatus.Label : TmlStatus.State);
            }

            return (int)Tml.Label(ref memory.Handle, (uint)label);
        }

        /// <summary>Runs a slice of an adaptation.</summary>
        /// <param name="maxSteps">At most so many steps.</param>
        /// <param name="seed">The seed.</param>
        /// <returns>A status.</returns>
        public static int Adapt(int maxSteps, int seed)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || maxSteps < 0)
            {
                return (int)(memory.IsOpen ? TmlStatus.Argument : TmlStatus.State);
            }

            return (int)Tml.Adapt(ref memory.Handle, (uint)maxSteps, (uint)seed);
        }

        /// <summary>Forgets what was learnt.</summary>
        /// <returns>A status.</returns>
        public static int Factory()
        {
            EngineMemory memory = Memory;
            return (int)(memory.IsOpen ? Tml.Factory(ref memory.Handle) : TmlStatus.State);
        }

        /// <summary>Reads what learning has done.</summary>
        /// <param name="values">Receives the values.</param>
        /// <returns>Their number, or a status.</returns>
        public static int ReadLearn(int[] values)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || values == null || values.Length < 5)
            {
                return (int)(memory.IsOpen ? TmlStatus.Argument : TmlStatus.State);
            }

            TmlStatus status = Tml.LearnStatus(ref memory.Handle, out LearnInfo info);
            if (status != TmlStatus.Ok)
            {
                return (int)status;
            }

            values[0] = (int)info.Shots;
            values[1] = (int)info.Steps;
            values[2] = info.LossBefore;
            values[3] = info.LossAfter;
            values[4] = info.MaxChange;
            return 5;
        }

        /// <summary>Reads the learnt biases.</summary>
        /// <param name="values">Receives them.</param>
        /// <returns>Their number, or a status.</returns>
        public static int ReadBias(int[] values)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || values == null)
            {
                return (int)(memory.IsOpen ? TmlStatus.Argument : TmlStatus.State);
            }

            ReadOnlySpan<int> bias = Tml.LearntBias(ref memory.Handle);
            int count = Math.Min(values.Length, bias.Length);
            bias.Slice(0, count).CopyTo(values);
            return count;
        }

        /// <summary>Runs a self-test vector.</summary>
        /// <param name="index">Its number.</param>
        /// <returns>A status.</returns>
        public static int SelfTest(int index)
        {
            EngineMemory memory = Memory;
            if (!memory.IsOpen || index < 0)
            {
                return (int)(memory.IsOpen ? TmlStatus.Argument : TmlStatus.State);
            }

            return (int)Tml.SelfTest(ref memory.Handle, (uint)index);
        }

        /// <summary>Reads a figure of the model.</summary>
        /// <param name="field">Which.</param>
        /// <returns>The figure; 0: none.</returns>
        public static int Info(int field)
        {
            EngineMemory memory = Memory;
            return memory.IsOpen && field >= 0 ? (int)Tml.Info(memory.Model, (TmlField)field) : 0;
        }

        /// <summary>Tells how large the arena is.</summary>
        /// <returns>Its bytes.</returns>
        public static int ArenaBytes()
        {
            return Memory.ArenaBytes;
        }

        /// <summary>Copies the model's name.</summary>
        /// <param name="text">Receives it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Its length, or a status.</returns>
        public static int ReadName(byte[] text, int offset)
        {
            EngineMemory memory = Memory;
            return memory.IsOpen
                ? Copy(Encoding.ASCII.GetBytes(Tml.Name(memory.Model)), text, offset)
                : (int)TmlStatus.State;
        }

        /// <summary>Copies a label.</summary>
        /// <param name="label">The class.</param>
        /// <param name="text">Receives it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Its length, or a status.</returns>
        public static int ReadLabel(int label, byte[] text, int offset)
        {
            EngineMemory memory = Memory;
            return !memory.IsOpen ? (int)TmlStatus.State
                : memory.Label(label) == null ? (int)TmlStatus.Label
                : Copy(memory.Label(label), text, offset);
        }

        /// <summary>Copies the sentence of a status.</summary>
        /// <param name="status">The status.</param>
        /// <param name="text">Receives it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Its length, or a status.</returns>
        public static int ReadStatus(int status, byte[] text, int offset)
        {
            return Copy(Memory.Sentence(status), text, offset);
        }

        /// <summary>Turns records into text.</summary>
        /// <param name="records">An array with the records.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">Their bytes.</param>
        /// <param name="layout">How a record is laid out.</param>
        /// <param name="text">Receives the lines.</param>
        /// <returns>The characters, or a status.</returns>
        public static int FormatRecords(byte[] records, int offset, int count, byte[] layout, byte[] text)
        {
            return IsInside(records, offset, count) && layout != null && layout.Length <= MaxRecordLayout && text != null
                ? Tml.FormatRecords(new ReadOnlySpan<byte>(records, offset, count), layout, text)
                : (int)TmlStatus.Argument;
        }

        /// <summary>Tells the time.</summary>
        /// <returns>Microseconds since start.</returns>
        public static long Microseconds()
        {
            return Hardware.Clock.Microseconds;
        }

        /// <summary>Last entry of the table.</summary>
        /// <returns>The interface's version.</returns>
        /// <exception cref="NotSupportedException">The board lacks the native part.</exception>
        public static int AbiLast()
        {
            return AbiFirst();
        }

        private static bool IsInside(byte[] bytes, int offset, int count)
        {
            return bytes != null && offset >= 0 && count >= 0 && offset <= bytes.Length && count <= bytes.Length - offset;
        }

        private static int Copy(byte[] source, byte[] text, int offset)
        {
            if (!IsInside(text, offset, source.Length))
            {
                return (int)TmlStatus.Argument;
            }

            Array.Copy(source, 0, text, offset, source.Length);
            return source.Length;
        }
    }
}
