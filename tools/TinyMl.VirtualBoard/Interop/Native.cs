using System;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Interop
{
    /// <summary>
    /// The native methods of firmware/TinyMl.Interop/Native.cs with the same signatures, each forwarded to the function that
    /// the device's glue calls as well. What is added is the board's: its clock, and what it claims to be.
    /// </summary>
    public static unsafe class Native
    {
        private static VirtualHardware Hardware => VirtualHardware.Current;

        private static DeviceState* Device => VirtualHardware.Current.Engine.Device;

        /// <summary>First entry of the table.</summary>
        /// <returns>The interface's version.</returns>
        /// <exception cref="NotSupportedException">The board lacks the native part.</exception>
        public static int AbiFirst()
        {
            DeviceMethods.Begin(Device);
            return ClaimedAbi();
        }

        /// <summary>Opens the model of the board's options.</summary>
        /// <returns>A status.</returns>
        public static int OpenBuiltIn()
        {
            return DeviceMethods.OpenBuiltIn(Device);
        }

        /// <summary>Opens a resource; .NET's resources are not nanoFramework's, so there is none.</summary>
        /// <param name="assembly">The assembly.</param>
        /// <param name="resourceFile">The resource file.</param>
        /// <param name="id">The resource.</param>
        /// <returns>A status.</returns>
        public static int OpenResource(Assembly assembly, string resourceFile, short id)
        {
            DeviceMethods.Close(Device);
            return assembly == null || resourceFile == null ? (int)TmlStatus.Argument : (int)TmlStatus.NoModel;
        }

        /// <summary>Begins to receive a model.</summary>
        /// <param name="bytes">Its length.</param>
        /// <returns>A status.</returns>
        public static int LoadStart(int bytes)
        {
            return DeviceMethods.LoadStart(Device, bytes);
        }

        /// <summary>Receives a piece.</summary>
        /// <param name="bytes">An array with the piece.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its length.</param>
        /// <returns>A status.</returns>
        public static int LoadBytes(byte[] bytes, int offset, int count)
        {
            fixed (byte* source = &First(bytes))
            {
                return DeviceMethods.LoadBytes(Device, source, Length(bytes), offset, count);
            }
        }

        /// <summary>Opens the received model.</summary>
        /// <returns>A status.</returns>
        public static int OpenLoaded()
        {
            return DeviceMethods.OpenLoaded(Device);
        }

        /// <summary>Forgets the model.</summary>
        /// <returns>A status.</returns>
        public static int Close()
        {
            return DeviceMethods.Close(Device);
        }

        /// <summary>Runs a slice.</summary>
        /// <param name="maxMacs">At most so many multiply-accumulates.</param>
        /// <returns>A status.</returns>
        public static int Run(int maxMacs)
        {
            int status = DeviceMethods.Run(Device, maxMacs);
            if (status >= 0)
            {
                int macs = DeviceMethods.Info(Device, ModelField.Macs);
                Hardware.SpendMacs(maxMacs == 0 ? macs : Math.Min(maxMacs, macs));
            }

            return status;
        }

        /// <summary>Abandons an inference.</summary>
        /// <returns>A status.</returns>
        public static int Restart()
        {
            return DeviceMethods.Restart(Device);
        }

        /// <summary>Takes records.</summary>
        /// <param name="bytes">An array with the records.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">Their bytes.</param>
        /// <returns>The bytes consumed, or a status.</returns>
        public static int Feed(byte[] bytes, int offset, int count)
        {
            fixed (byte* source = &First(bytes))
            {
                return DeviceMethods.Feed(Device, source, Length(bytes), offset, count);
            }
        }

        /// <summary>Tells that samples were lost.</summary>
        /// <returns>A status.</returns>
        public static int Gap()
        {
            return DeviceMethods.Gap(Device);
        }

        /// <summary>Fetches a due window.</summary>
        /// <returns>A status.</returns>
        public static int Window()
        {
            return DeviceMethods.Window(Device);
        }

        /// <summary>Writes the first input.</summary>
        /// <param name="bytes">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>The bytes copied, or a status.</returns>
        public static int WriteInput(byte[] bytes, int offset, int count)
        {
            fixed (byte* source = &First(bytes))
            {
                return DeviceMethods.WriteInput(Device, source, Length(bytes), offset, count);
            }
        }

        /// <summary>Reads the scores.</summary>
        /// <param name="scores">Receives them.</param>
        /// <returns>Their number, or a status.</returns>
        public static int ReadScores(byte[] scores)
        {
            fixed (byte* target = &First(scores))
            {
                return DeviceMethods.ReadScores(Device, target, Length(scores));
            }
        }

        /// <summary>Keeps the finished inference.</summary>
        /// <returns>A status.</returns>
        public static int Mark()
        {
            return DeviceMethods.Mark(Device);
        }

        /// <summary>Stores the kept inference.</summary>
        /// <param name="label">Its class.</param>
        /// <returns>A status.</returns>
        public static int Label(int label)
        {
            return DeviceMethods.Label(Device, label);
        }

        /// <summary>Runs a slice of an adaptation.</summary>
        /// <param name="maxMacs">At most so many multiply-accumulates; 0: to the end.</param>
        /// <param name="seed">The seed.</param>
        /// <returns>A status.</returns>
        public static int Adapt(int maxMacs, int seed)
        {
            int status = DeviceMethods.Adapt(Device, maxMacs, seed);
            if (status == Status.Again)
            {
                // A slice that was used up.
                Hardware.SpendMacs(maxMacs);
            }

            return status;
        }

        /// <summary>Forgets what was learnt.</summary>
        /// <returns>A status.</returns>
        public static int Factory()
        {
            return DeviceMethods.Factory(Device);
        }

        /// <summary>Reads what learning has done.</summary>
        /// <param name="values">Receives the values.</param>
        /// <returns>Their number, or a status.</returns>
        public static int ReadLearn(int[] values)
        {
            fixed (int* target = &First(values))
            {
                return DeviceMethods.ReadLearn(Device, target, Length(values));
            }
        }

        /// <summary>Reads the learnt biases.</summary>
        /// <param name="values">Receives them.</param>
        /// <returns>Their number, or a status.</returns>
        public static int ReadBias(int[] values)
        {
            fixed (int* target = &First(values))
            {
                return DeviceMethods.ReadBias(Device, target, Length(values));
            }
        }

        /// <summary>Runs a self-test vector.</summary>
        /// <param name="index">Its number.</param>
        /// <returns>A status.</returns>
        public static int SelfTest(int index)
        {
            return DeviceMethods.SelfTest(Device, index);
        }

        /// <summary>Reads a figure of the model.</summary>
        /// <param name="field">Which.</param>
        /// <returns>The figure; 0: none.</returns>
        public static int Info(int field)
        {
            return DeviceMethods.Info(Device, field);
        }

        /// <summary>Tells how large the arena is.</summary>
        /// <returns>Its bytes.</returns>
        public static int ArenaBytes()
        {
            return DeviceMethods.ArenaBytes(Device);
        }

        /// <summary>Copies the model's name.</summary>
        /// <param name="text">Receives it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Its length, or a status.</returns>
        public static int ReadName(byte[] text, int offset)
        {
            fixed (byte* target = &First(text))
            {
                return DeviceMethods.ReadName(Device, target, Length(text), offset);
            }
        }

        /// <summary>Copies a label.</summary>
        /// <param name="label">The class.</param>
        /// <param name="text">Receives it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Its length, or a status.</returns>
        public static int ReadLabel(int label, byte[] text, int offset)
        {
            fixed (byte* target = &First(text))
            {
                return DeviceMethods.ReadLabel(Device, label, target, Length(text), offset);
            }
        }

        /// <summary>Copies the sentence of a status.</summary>
        /// <param name="status">The status.</param>
        /// <param name="text">Receives it.</param>
        /// <param name="offset">Where.</param>
        /// <returns>Its length, or a status.</returns>
        public static int ReadStatus(int status, byte[] text, int offset)
        {
            fixed (byte* target = &First(text))
            {
                return DeviceMethods.ReadStatus(status, target, Length(text), offset);
            }
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
            fixed (byte* source = &First(records))
            fixed (byte* places = &First(layout))
            fixed (byte* target = &First(text))
            {
                return DeviceMethods.FormatRecords(
                    source, Length(records), offset, count, places, Length(layout), target, Length(text));
            }
        }

        /// <summary>Begins to convert sound.</summary>
        /// <param name="state">Receives the state.</param>
        /// <param name="format">What comes in.</param>
        /// <param name="rateIn">Its rate.</param>
        /// <param name="rateOut">The rate that goes out.</param>
        /// <returns>A status.</returns>
        public static int PcmStart(int[] state, int format, int rateIn, int rateOut)
        {
            fixed (int* words = &First(state))
            {
                return DeviceMethods.PcmStart(words, Length(state), format, rateIn, rateOut);
            }
        }

        /// <summary>Converts sound.</summary>
        /// <param name="state">The state.</param>
        /// <param name="bytes">An array with samples.</param>
        /// <param name="count">Their bytes.</param>
        /// <param name="missing">Samples lost before them.</param>
        /// <param name="pcm">Receives what goes out.</param>
        /// <returns>Its bytes, or a status.</returns>
        public static int PcmConvert(int[] state, byte[] bytes, int count, int missing, byte[] pcm)
        {
            fixed (int* words = &First(state))
            fixed (byte* source = &First(bytes), target = &First(pcm))
            {
                return DeviceMethods.PcmConvert(words, Length(state), source, Length(bytes), count, missing, target, Length(pcm));
            }
        }

        /// <summary>Seals a patch.</summary>
        /// <param name="sequence">The number by which the newer of two patches is known.</param>
        /// <param name="commits">How often the memory has been written, this time included.</param>
        /// <param name="contents">1: the parameters, 2: the shots, 3: both; 0: neither, which means the factory's.</param>
        /// <returns>A status.</returns>
        public static int PatchSeal(int sequence, int commits, int contents)
        {
            return DeviceMethods.PatchSeal(Device, sequence, commits, contents);
        }

        /// <summary>Copies bytes of the sealed patch.</summary>
        /// <param name="position">The first of them.</param>
        /// <param name="bytes">Receives them.</param>
        /// <param name="offset">Where to put them.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status.</returns>
        public static int PatchRead(int position, byte[] bytes, int offset, int count)
        {
            fixed (byte* target = &First(bytes))
            {
                return DeviceMethods.PatchRead(Device, position, target, Length(bytes), offset, count);
            }
        }

        /// <summary>Compares bytes with the sealed patch.</summary>
        /// <param name="position">Where in the patch.</param>
        /// <param name="bytes">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status: equal, or that the memory is worn.</returns>
        public static int PatchCompare(int position, byte[] bytes, int offset, int count)
        {
            fixed (byte* source = &First(bytes))
            {
                return DeviceMethods.PatchCompare(Device, position, source, Length(bytes), offset, count);
            }
        }

        /// <summary>Begins to receive a patch.</summary>
        /// <returns>A status.</returns>
        public static int PatchStart()
        {
            return DeviceMethods.PatchStart(Device);
        }

        /// <summary>Takes bytes of a patch.</summary>
        /// <param name="bytes">An array with the bytes.</param>
        /// <param name="offset">Where they start.</param>
        /// <param name="count">How many.</param>
        /// <returns>A status; a wrong header is refused as soon as it is whole.</returns>
        public static int PatchReceive(byte[] bytes, int offset, int count)
        {
            fixed (byte* source = &First(bytes))
            {
                return DeviceMethods.PatchReceive(Device, source, Length(bytes), offset, count);
            }
        }

        /// <summary>Proves the received patch.</summary>
        /// <returns>A status.</returns>
        public static int PatchCheck()
        {
            return DeviceMethods.PatchCheck(Device);
        }

        /// <summary>Makes the received patch active.</summary>
        /// <returns>A status.</returns>
        public static int PatchImport()
        {
            return DeviceMethods.PatchImport(Device);
        }

        /// <summary>Copies a line of the sealed patch.</summary>
        /// <param name="line">The line's number.</param>
        /// <param name="text">Receives the characters.</param>
        /// <param name="offset">Where to put them.</param>
        /// <returns>The number of characters, or a status below 0.</returns>
        public static int PatchLine(int line, byte[] text, int offset)
        {
            fixed (byte* target = &First(text))
            {
                return DeviceMethods.PatchLine(Device, line, target, Length(text), offset);
            }
        }

        /// <summary>Takes a line of a patch.</summary>
        /// <param name="text">An array with the line.</param>
        /// <param name="offset">Where it starts.</param>
        /// <param name="count">Its characters.</param>
        /// <returns>The line's number, or a status below 0.</returns>
        public static int PatchTakeLine(byte[] text, int offset, int count)
        {
            fixed (byte* source = &First(text))
            {
                return DeviceMethods.PatchTakeLine(Device, source, Length(text), offset, count);
            }
        }

        /// <summary>Tells of the patch.</summary>
        /// <param name="values">Receives the seven values.</param>
        /// <returns>The number of values, or a status below 0.</returns>
        public static int ReadPatch(int[] values)
        {
            fixed (int* target = &First(values))
            {
                return DeviceMethods.ReadPatch(Device, target, Length(values));
            }
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
            return ClaimedAbi();
        }

        private static int ClaimedAbi()
        {
            int abi = Hardware.NativeAbi;
            return abi != 0 ? abi : throw new NotSupportedException();
        }

        // A null array is a null pointer; an empty one is not.
        private static ref T First<T>(T[] array)
        {
            if (array == null)
            {
                return ref Unsafe.NullRef<T>();
            }

            return ref MemoryMarshal.GetArrayDataReference(array);
        }

        private static int Length(Array array)
        {
            return array == null ? 0 : array.Length;
        }
    }
}
