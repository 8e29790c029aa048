namespace TinyMl.Compiler.Learning;

/// <summary>How a full store of shots makes room for one more; the numbers are those of SPEC.md.</summary>
public enum StorePolicy
{
    /// <summary>The oldest shot of the class that has the most gives way.</summary>
    Balanced = 0,

    /// <summary>Every shot that was ever labelled is kept with the same probability (Vitter's algorithm R, 1985).</summary>
    Reservoir = 1,
}
