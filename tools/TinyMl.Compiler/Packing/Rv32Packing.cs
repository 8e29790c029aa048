using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The kernels of rv32, and which operators have one.</summary>
internal static class Rv32Packing
{
    private const int Sum = 7;

    internal static PackedOperator? Pack(Operator step) => step switch
    {
        Conv2D conv => Rv32Convolution.Pack(conv),

        // One input channel: every output channel is a filter over it.
        DepthwiseConv2D { Input.Shape.Channels: 1 } depthwise => Rv32Convolution.Pack(depthwise),
        DepthwiseConv2D depthwise => Rv32Depthwise.Pack(depthwise),
        FullyConnected dense => Rv32Dense.Pack(dense),
        Add or Subtract => TableSum.Pack((Binary)step, Sum),
        _ => null,
    };
}
