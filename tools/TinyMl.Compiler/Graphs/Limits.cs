namespace TinyMl.Compiler.Graphs;

/// <summary>The least and the greatest int8 value of an output.</summary>
public readonly record struct Limits(sbyte Minimum, sbyte Maximum)
{
    /// <summary>All of int8.</summary>
    public static Limits All => new(sbyte.MinValue, sbyte.MaxValue);
}
