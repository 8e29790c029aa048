using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The kernels of xtensa-mac16, and what each wants. SPEC.md, "xtensa-mac16", defines the streams.</summary>
internal static class Mac16Packing
{
    private const int Sum = 6;

    internal static PackedOperator? Pack(Operator step) => step switch
    {
        Conv2D or FullyConnected => Mac16Matrix.Pack((WeightedOperator)step),

        // One input channel: every output channel is a filter over it.
        DepthwiseConv2D { Input.Shape.Channels: 1 } depthwise => Mac16Matrix.Pack(depthwise),
        DepthwiseConv2D depthwise => Mac16Depthwise.Pack(depthwise),
        Add or Subtract => TableSum.Pack((Binary)step, Sum),
        _ => null,
    };
}
