using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Packing;

/// <summary>The 3x3 depthwise kernel of rv32: a channel at a time, its rows as a plane of bytes. SPEC.md, "rv32", defines the stream.</summary>
internal static class Rv32Depthwise
{
    private const int Kernel = 5;
    private const int KernelTwo = 6;
    private const int Filter = 3;
    private const int MostPlane = 4096;

    // Blocks of rows, when there is no room for a plane of all; a block also moves the output away from its input.
    private static readonly int[] Blocks = [1, 2, 4, 8];

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        Shape weights = step.Weights.Shape;
        int stride = step.Stride.Height;
        int height = step.Output.Shape.Height;
        if (weights.Height != Filter || weights.Width != Filter || step.Dilation != Extent.One
            || step.Stride.Width != stride || stride > 2 || step.Input.Shape.Channels != step.Output.Shape.Channels
            || Rv32Channels.Of(step) is not { } channels)
        {
            return null;
        }

        int width = ((step.Output.Shape.Width - 1) * stride) + Filter;
        int Plane(int rows) => ModelFormat.Align(width * (((rows - 1) * stride) + Filter), sizeof(int));
        uint[] stream = Stream(channels);
        PackedOperator? packed = null;
        foreach (int rows in Blocks.Where(rows => rows < height).Append(height))
        {
            if (rows <= byte.MaxValue && Plane(rows) <= MostPlane)
            {
                packed = new PackedOperator(step, channels.HasTwo ? KernelTwo : Kernel, rows, Plane(rows), stream, channels.Note)
                {
                    CanReplace = rows == height && stride == 1 && step.Input.Shape == step.Output.Shape,
                    Smaller = packed,
                };
            }
        }

        return packed;
    }

    private static uint[] Stream(Rv32Channels channels)
    {
        List<uint> stream = [(uint)channels.Shift];
        foreach (Rv32Channel channel in channels.All)
        {
            byte[] weights = [.. channel.Weights.Select(weight => (byte)weight), 0, 0, 0];
            for (int i = 0; i < weights.Length; i += sizeof(uint))
            {
                stream.Add(BitConverter.ToUInt32(weights, i));
            }

            stream.Add((uint)channel.Initial);
            stream.AddRange(channel.Requantization.Factors(channels.HasTwo));
        }

        return [.. stream];
    }
}
