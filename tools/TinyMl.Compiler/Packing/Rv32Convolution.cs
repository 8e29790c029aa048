using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Packing;

/// <summary>The convolution of rv32: four filters over four pixels, a byte a weight. SPEC.md, "rv32", defines the stream.</summary>
internal static class Rv32Convolution
{
    private const int Kernel = 1;
    private const int KernelTwo = 2;
    private const int Filters = 4;
    private const int Pixels = 4;
    private const int Taps = 4;

    internal static PackedOperator? Pack(WindowedOperator step)
    {
        if (step.Output.Shape.Channels % Filters != 0 || Rv32Channels.Of(step) is not { } channels)
        {
            return null;
        }

        int taps = ModelFormat.Align(channels.All[0].Weights.Length, Taps);
        bool isPixel = step.Weights.Shape is { Height: 1, Width: 1 } && step.Dilation.Width == 1;
        return new PackedOperator(
            step,
            channels.HasTwo ? KernelTwo : Kernel,
            0,
            (sizeof(int) * 2 * taps) + (isPixel ? 0 : Pixels * taps),
            Stream(channels, taps),
            channels.Note);
    }

    private static uint[] Stream(Rv32Channels channels, int taps)
    {
        List<uint> stream = [(uint)channels.Shift];
        foreach (Rv32Channel[] quad in channels.All.Chunk(Filters))
        {
            stream.AddRange(quad.Select(channel => (uint)channel.Initial));
            for (int tap = 0; tap < taps; tap++)
            {
                byte[] weights = Array.ConvertAll(quad, channel => (byte)(tap < channel.Weights.Length ? channel.Weights[tap] : 0));
                stream.Add(BitConverter.ToUInt32(weights));
            }

            stream.AddRange(quad.SelectMany(channel => channel.Requantization.Factors(channels.HasTwo)));
        }

        return [.. stream];
    }
}
