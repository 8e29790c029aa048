using System.Runtime.InteropServices;

namespace TinyMl.Engine;

/// <summary>
/// A model and its arena in native memory: the device's engine on the host. Calls that C refuses throw
/// <see cref="TmlException"/>; what is no error (again, not ready) is returned.
/// </summary>
public sealed unsafe class NativeEngine : IDisposable
{
    private const int Alignment = 16;
    private EngineHandle _engine;
    private void* _model;
    private void* _arena;

    /// <summary>Checks and opens a copy of a model.</summary>
    /// <param name="model">The bytes of a .tml file.</param>
    /// <param name="arenaBytes">Size of the arena; null: all that the model can use, learning included.</param>
    public NativeEngine(ReadOnlySpan<byte> model, uint? arenaBytes = null)
    {
        _model = Copy(model);
        try
        {
            TmlException.ThrowIfError(Tml.Check((IntPtr)_model, (uint)model.Length));
            uint size = arenaBytes ?? Math.Max(Info(TmlField.ArenaBytes), Info(TmlField.LearnArenaBytes));
            _arena = NativeMemory.AlignedAlloc(Math.Max(size, 1), Alignment);
            NativeMemory.Clear(_arena, size);
            ArenaBytes = size;
            TmlException.ThrowIfError(Tml.Open(ref _engine, (IntPtr)_model, (IntPtr)_arena, size));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Frees the memory of an engine that was not disposed.</summary>
    ~NativeEngine() => Free();

    /// <summary>Size of the arena.</summary>
    public uint ArenaBytes { get; }

    /// <summary>The whole arena, for tests and dumps.</summary>
    public Span<byte> Arena => new(Alive(_arena), (int)ArenaBytes);

    /// <summary>The id that binds what was learnt to the model.</summary>
    public ulong ModelId => ((ulong)Info(TmlField.ModelIdHigh) << 32) | Info(TmlField.ModelIdLow);

    /// <summary>The name of the model.</summary>
    public string Name => Tml.Name((IntPtr)Alive(_model));

    /// <summary>One label per class; empty strings where the model has none.</summary>
    public string[] Labels => Enumerable.Range(0, (int)Info(TmlField.Classes))
        .Select(i => Tml.ClassLabel((IntPtr)Alive(_model), (uint)i)).ToArray();

    /// <summary>The learnt biases; empty: the engine does not learn.</summary>
    public ReadOnlySpan<int> LearntBias => Tml.LearntBias(ref Engine);

    /// <summary>The block of trained parameters in use; empty: the engine does not learn.</summary>
    public ReadOnlySpan<byte> Parameters => Tml.Parameters(ref Engine);

    /// <summary>The block that is trained; empty: the engine does not learn.</summary>
    public ReadOnlySpan<byte> StagedParameters => Tml.StagedParameters(ref Engine, Info(TmlField.ParameterBytes));

    private ref EngineHandle Engine
    {
        get
        {
            Alive(_arena);
            return ref _engine;
        }
    }

    /// <summary>Proves a model without opening it.</summary>
    public static TmlStatus Check(ReadOnlySpan<byte> model)
    {
        void* copy = Copy(model);
        try
        {
            return Tml.Check((IntPtr)copy, (uint)model.Length);
        }
        finally
        {
            NativeMemory.AlignedFree(copy);
        }
    }

    /// <summary>Bytes of the arena that each operator's kernel writes beside its output.</summary>
    /// <param name="model">A proved model.</param>
    public static int[] ScratchBytes(ReadOnlySpan<byte> model)
    {
        void* copy = Copy(model);
        try
        {
            int operators = (int)Tml.Info((IntPtr)copy, TmlField.Operators);
            return [.. Enumerable.Range(0, operators).Select(i => (int)Tml.Info((IntPtr)copy, TmlField.Scratch + i))];
        }
        finally
        {
            NativeMemory.AlignedFree(copy);
        }
    }

    /// <summary>A fact about the model.</summary>
    public uint Info(TmlField field) => Tml.Info((IntPtr)Alive(_model), field);

    /// <summary>An input tensor, NHWC.</summary>
    public Span<sbyte> Input(int index = 0) => Tml.Input(ref Engine, (uint)index);

    /// <summary>An output tensor, NHWC.</summary>
    public ReadOnlySpan<sbyte> Output(int index = 0) => Tml.Output(ref Engine, (uint)index);

    /// <summary>Runs a slice: <see cref="TmlStatus.Ok"/> or <see cref="TmlStatus.Again"/>.</summary>
    /// <param name="maxMacs">Multiply-accumulates at most; 0: to the end.</param>
    public TmlStatus Run(uint maxMacs = 0) => TmlException.ThrowIfError(Tml.Run(ref Engine, maxMacs));

    /// <summary>Abandons an inference.</summary>
    public void Restart() => Tml.Restart(ref Engine);

    /// <summary>Takes raw sensor records up to the next due window.</summary>
    /// <returns>The bytes consumed.</returns>
    public int Feed(ReadOnlySpan<byte> records)
    {
        int consumed = Tml.Feed(ref Engine, records);
        return consumed >= 0 ? consumed : throw new TmlException((TmlStatus)consumed);
    }

    /// <summary>Tells that samples were lost.</summary>
    public void Gap() => TmlException.ThrowIfError(Tml.Gap(ref Engine));

    /// <summary>Writes a due window to the input.</summary>
    /// <returns>Whether one was due.</returns>
    public bool Window() => TmlException.ThrowIfError(Tml.Window(ref Engine)) == TmlStatus.Ok;

    /// <summary>Keeps the finished inference's feature for <see cref="Label"/>.</summary>
    public void Mark() => TmlException.ThrowIfError(Tml.Mark(ref Engine));

    /// <summary>Stores the kept feature as a shot of a class.</summary>
    public void Label(int label) => TmlException.ThrowIfError(Tml.Label(ref Engine, (uint)label));

    /// <summary>Trains on the shots: <see cref="TmlStatus.Ok"/> or <see cref="TmlStatus.Again"/>.</summary>
    /// <param name="seed">Same seed, same result.</param>
    /// <param name="maxMacs">Multiply-accumulates at most; 0: to the end.</param>
    public TmlStatus Adapt(uint seed, uint maxMacs = 0) =>
        TmlException.ThrowIfError(Tml.Adapt(ref Engine, maxMacs, seed));

    /// <summary>One gradient step on a stored shot, of the staged parameters.</summary>
    /// <param name="shot">Its number.</param>
    /// <param name="seed">Of the rounding.</param>
    /// <param name="maxMacs">Multiply-accumulates at most; 0: to the end.</param>
    public TmlStatus Step(int shot, uint seed, uint maxMacs = 0) =>
        TmlException.ThrowIfError(Tml.Step(ref Engine, (uint)shot, maxMacs, seed));

    /// <summary>Forgets shots and learnt biases.</summary>
    public void Factory() => TmlException.ThrowIfError(Tml.Factory(ref Engine));

    /// <summary>What learning has done.</summary>
    public LearnInfo LearnStatus()
    {
        TmlException.ThrowIfError(Tml.LearnStatus(ref Engine, out LearnInfo info));
        return info;
    }

    /// <summary>Runs a self-test vector: <see cref="TmlStatus.Ok"/> or <see cref="TmlStatus.SelfTest"/>.</summary>
    public TmlStatus SelfTest(int index)
    {
        TmlStatus status = Tml.SelfTest(ref Engine, (uint)index);
        return status == TmlStatus.SelfTest ? status : TmlException.ThrowIfError(status);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static void* Copy(ReadOnlySpan<byte> model)
    {
        void* copy = NativeMemory.AlignedAlloc((nuint)Math.Max(model.Length, 1), Alignment);
        model.CopyTo(new Span<byte>(copy, model.Length));
        return copy;
    }

    private void* Alive(void* memory)
    {
        ObjectDisposedException.ThrowIf(memory is null, this);
        return memory;
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_model);
        NativeMemory.AlignedFree(_arena);
        _model = null;
        _arena = null;
    }
}
