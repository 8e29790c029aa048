using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>An operator as a profile's kernel wants it.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Kernel">The kernel's number in its profile.</param>
/// <param name="KernelRows">Output rows that it goes over at once for each group of channels; 0: it goes pixel by pixel.</param>
/// <param name="ScratchBytes">What it writes of the arena beside its output.</param>
/// <param name="Stream">Its constants.</param>
/// <param name="Note">How its channels are requantised, for people.</param>
public sealed record PackedOperator(
    Operator Operator, int Kernel, int KernelRows, int ScratchBytes, uint[] Stream, string Note)
{
    /// <summary>Flash that its constants take.</summary>
    public int StreamBytes => 4 * Stream.Length;

    /// <summary>Whether its output may take exactly the place of its input.</summary>
    public bool CanReplace { get; init; }

    /// <summary>A slower way that needs less memory; null: there is none.</summary>
    public PackedOperator? Smaller { get; init; }
}
