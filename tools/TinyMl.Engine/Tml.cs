using System.Runtime.InteropServices;

namespace TinyMl.Engine;

/// <summary>
/// The C interface, function by function: <c>tml_run</c> is <see cref="Run"/>, and so on. Nothing is checked here that C
/// does not check; <see cref="NativeEngine"/> is the safe one.
/// </summary>
public static unsafe class Tml
{
    /// <summary>The version of the native interface, <c>TML_ABI</c>.</summary>
    public const int Abi = 0x544D0001;

    /// <summary>The sentence of a status.</summary>
    public static string StatusText(TmlStatus status) => Text(NativeMethods.StatusText((int)status));

    /// <summary>Proves a model.</summary>
    public static TmlStatus Check(IntPtr model, uint length) => NativeMethods.Check(model, length);

    /// <summary>Puts a proved model into an arena.</summary>
    public static TmlStatus Open(ref EngineHandle engine, IntPtr model, IntPtr arena, uint arenaBytes)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Open(e, model, arena, arenaBytes);
        }
    }

    /// <summary>An input; empty: no such tensor.</summary>
    public static Span<sbyte> Input(ref EngineHandle engine, uint index)
    {
        fixed (EngineHandle* e = &engine)
        {
            uint bytes = 0;
            IntPtr data = NativeMethods.Input(e, index, &bytes);
            return new Span<sbyte>((void*)data, (int)bytes);
        }
    }

    /// <summary>An output; empty: no such tensor.</summary>
    public static ReadOnlySpan<sbyte> Output(ref EngineHandle engine, uint index)
    {
        fixed (EngineHandle* e = &engine)
        {
            uint bytes = 0;
            IntPtr data = NativeMethods.Output(e, index, &bytes);
            return new ReadOnlySpan<sbyte>((void*)data, (int)bytes);
        }
    }

    /// <summary>Runs a slice of at most <paramref name="maxMacs"/> multiply-accumulates; 0: to the end.</summary>
    public static TmlStatus Run(ref EngineHandle engine, uint maxMacs)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Run(e, maxMacs);
        }
    }

    /// <summary>Abandons an inference.</summary>
    public static void Restart(ref EngineHandle engine)
    {
        fixed (EngineHandle* e = &engine)
        {
            NativeMethods.Restart(e);
        }
    }

    /// <summary>Takes raw sensor records; the bytes consumed, or a negative status.</summary>
    public static int Feed(ref EngineHandle engine, ReadOnlySpan<byte> bytes)
    {
        fixed (EngineHandle* e = &engine)
        fixed (byte* data = bytes)
        {
            return NativeMethods.Feed(e, data, (uint)bytes.Length);
        }
    }

    /// <summary>Tells that samples were lost.</summary>
    public static TmlStatus Gap(ref EngineHandle engine)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Gap(e);
        }
    }

    /// <summary>Writes a due window to the input.</summary>
    public static TmlStatus Window(ref EngineHandle engine)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Window(e);
        }
    }

    /// <summary>Keeps the finished inference's feature.</summary>
    public static TmlStatus Mark(ref EngineHandle engine)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Mark(e);
        }
    }

    /// <summary>Stores the kept feature as a shot.</summary>
    public static TmlStatus Label(ref EngineHandle engine, uint label)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Label(e, label);
        }
    }

    /// <summary>Trains on the shots, at most <paramref name="maxMacs"/> multiply-accumulates; 0: to the end.</summary>
    public static TmlStatus Adapt(ref EngineHandle engine, uint maxMacs, uint seed)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Adapt(e, maxMacs, seed);
        }
    }

    /// <summary>One gradient step on a stored shot, of the staged parameters.</summary>
    public static TmlStatus Step(ref EngineHandle engine, uint shot, uint maxMacs, uint seed)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Step(e, shot, maxMacs, seed);
        }
    }

    /// <summary>The block that is trained, of <paramref name="bytes"/>; empty: the engine does not learn.</summary>
    public static ReadOnlySpan<byte> StagedParameters(ref EngineHandle engine, uint bytes)
    {
        fixed (EngineHandle* e = &engine)
        {
            byte* data = NativeMethods.StagedParameters(e);
            return new ReadOnlySpan<byte>(data, data is null ? 0 : (int)bytes);
        }
    }

    /// <summary>Forgets shots and learnt biases.</summary>
    public static TmlStatus Factory(ref EngineHandle engine)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.Factory(e);
        }
    }

    /// <summary>What learning has done.</summary>
    public static TmlStatus LearnStatus(ref EngineHandle engine, out LearnInfo info)
    {
        fixed (EngineHandle* e = &engine)
        fixed (LearnInfo* i = &info)
        {
            info = default;
            return NativeMethods.LearnStatus(e, i);
        }
    }

    /// <summary>The learnt biases; empty: the engine does not learn.</summary>
    public static ReadOnlySpan<int> LearntBias(ref EngineHandle engine)
    {
        fixed (EngineHandle* e = &engine)
        {
            uint count = 0;
            int* data = NativeMethods.LearntBias(e, &count);
            return new ReadOnlySpan<int>(data, (int)count);
        }
    }

    /// <summary>The block of trained parameters in use; empty: the engine does not learn.</summary>
    public static ReadOnlySpan<byte> Parameters(ref EngineHandle engine)
    {
        fixed (EngineHandle* e = &engine)
        {
            uint bytes = 0;
            byte* data = NativeMethods.Parameters(e, &bytes);
            return new ReadOnlySpan<byte>(data, (int)bytes);
        }
    }

    /// <summary>Runs a self-test vector.</summary>
    public static TmlStatus SelfTest(ref EngineHandle engine, uint index)
    {
        fixed (EngineHandle* e = &engine)
        {
            return NativeMethods.SelfTest(e, index);
        }
    }

    /// <summary>A fact about a proved model.</summary>
    public static uint Info(IntPtr model, TmlField field) => NativeMethods.Info(model, (uint)field);

    /// <summary>The name of a proved model.</summary>
    public static string Name(IntPtr model) => Text(NativeMethods.Name(model));

    /// <summary>The label of a class of a proved model; empty: none.</summary>
    public static string ClassLabel(IntPtr model, uint index) => Text(NativeMethods.ClassLabel(model, index));

    /// <summary>Turns raw sensor records into lines of numbers; the characters written, or a negative status.</summary>
    public static int FormatRecords(ReadOnlySpan<byte> records, ReadOnlySpan<byte> layout, Span<byte> text)
    {
        fixed (byte* data = records)
        fixed (byte* places = layout)
        fixed (byte* output = text)
        {
            return NativeMethods.FormatRecords(
                data, (uint)records.Length, places, (uint)layout.Length, output, (uint)text.Length);
        }
    }

    private static string Text(byte* text) => Marshal.PtrToStringAnsi((IntPtr)text) ?? string.Empty;
}
