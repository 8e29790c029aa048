using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Planning;

/// <summary>Where every activation lies.</summary>
/// <param name="Offsets">Bytes from the start of the planned region.</param>
/// <param name="InPlace">Operators whose output takes the place of their first input.</param>
/// <param name="Backwards">Operators that must run from the last pixel to the first.</param>
/// <param name="Scratch">Where each kernel's own memory lies, of those that need any.</param>
/// <param name="Bytes">The length of the region.</param>
public sealed record MemoryPlan(
    IReadOnlyDictionary<Tensor, int> Offsets,
    IReadOnlySet<Operator> InPlace,
    IReadOnlySet<Operator> Backwards,
    IReadOnlyDictionary<Operator, int> Scratch,
    int Bytes);
