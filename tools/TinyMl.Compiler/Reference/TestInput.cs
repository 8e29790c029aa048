using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Reference;

/// <summary>The pseudo-random inputs of self-test vectors (SPEC.md, "Self-test").</summary>
public static class TestInput
{
    /// <summary>One array per input of the graph.</summary>
    public static sbyte[][] Generate(Graph graph, uint seed)
    {
        uint x = seed;
        return graph.Inputs.Select(tensor =>
        {
            sbyte[] bytes = new sbyte[tensor.Shape.Elements];
            for (int i = 0; i < bytes.Length; i++)
            {
                x = unchecked((x * 1664525) + 1013904223);
                bytes[i] = (sbyte)(x >> 24);
            }

            return bytes;
        }).ToArray();
    }
}
