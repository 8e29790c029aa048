using System.Runtime.InteropServices;
using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>An engine on an arena with a guard on both sides, so that a test sees each byte written outside.</summary>
internal sealed unsafe class GuardedEngine : IDisposable
{
    private const int Guard = 256;
    private const byte Canary = 0xA5;
    private readonly byte* _model;
    private readonly byte* _memory;
    private EngineHandle _engine;

    public GuardedEngine(byte[] model, uint arenaBytes)
    {
        ModelBytes = model.Length;
        ArenaBytes = arenaBytes;
        _model = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(model.Length, 1), 16);
        model.CopyTo(new Span<byte>(_model, model.Length));
        _memory = (byte*)NativeMemory.AlignedAlloc(arenaBytes + (2 * Guard), 16);
        new Span<byte>(_memory, (int)arenaBytes + (2 * Guard)).Fill(Canary);
    }

    public ref EngineHandle Handle => ref _engine;

    public int ModelBytes { get; }

    public uint ArenaBytes { get; }

    public Span<byte> Arena => new(_memory + Guard, (int)ArenaBytes);

    public IntPtr Model => (IntPtr)_model;

    public TmlStatus Check() => Tml.Check((IntPtr)_model, (uint)ModelBytes);

    public TmlStatus Open(uint? bytes = null, int misalign = 0) =>
        Tml.Open(ref _engine, (IntPtr)_model, (IntPtr)(_memory + Guard + misalign), bytes ?? ArenaBytes);

    /// <summary>Whether nothing outside the arena was written.</summary>
    public bool IsIntact()
    {
        Span<byte> all = new(_memory, (int)ArenaBytes + (2 * Guard));
        return !all[..Guard].ContainsAnyExcept(Canary) && !all[^Guard..].ContainsAnyExcept(Canary);
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_model);
        NativeMemory.AlignedFree(_memory);
    }
}
