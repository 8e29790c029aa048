using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Packing;

/// <summary>The depthwise kernel of rv32: a channel at a time, its rows as a plane of bytes. SPEC.md, "rv32", defines the stream.</summary>
internal static class Rv32Depthwise
{
    private const int Kernel = 5;
    private const int KernelTwo = 6;
    private const int MostPlane = 4096;

    // Blocks of rows, when there is no room for a plane of all; a block also moves the output away from its input.
    private static readonly int[] Blocks = [1, 2, 4, 8];

    internal static PackedOperator? Pack(DepthwiseConv2D step)
    {
        Extent size = new(step.Weights.Shape.Height, step.Weights.Shape.Width);
        Shape output = step.Output.Shape;
        if (step.Dilation != Extent.One || step.Input.Shape.Channels != output.Channels
            || Rv32Filter.Of(size, step.Stride) is not { } filter || Rv32Channels.Of(step) is not { } channels)
        {
            return null;
        }

        int PlaneBytes(int rows)
        {
            Extent plane = filter.Plane(new Extent(rows, output.Width), step.Stride);
            return ModelFormat.Align(plane.Height * plane.Width, sizeof(int));
        }

        uint[] stream = Stream(channels, weights => filter.Order(weights, size));
        PackedOperator? packed = null;
        foreach (int rows in Blocks.Where(rows => rows < output.Height).Append(output.Height))
        {
            if (rows <= byte.MaxValue && PlaneBytes(rows) <= MostPlane)
            {
                packed = new PackedOperator(step, channels.HasTwo ? KernelTwo : Kernel, rows, PlaneBytes(rows), stream, channels.Note)
                {
                    CanReplace = rows == output.Height && step.Stride == Extent.One && step.Input.Shape == output,
                    Smaller = packed,
                };
            }
        }

        return packed;
    }

    private static uint[] Stream(Rv32Channels channels, Func<sbyte[], sbyte[]> order)
    {
        List<uint> stream = [(uint)channels.Shift];
        foreach (Rv32Channel channel in channels.All)
        {
            byte[] weights = Array.ConvertAll(order(channel.Weights), weight => (byte)weight);
            Array.Resize(ref weights, ModelFormat.Align(weights.Length, sizeof(uint)));
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
