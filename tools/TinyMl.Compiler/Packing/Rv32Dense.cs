using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>The dense layer of rv32: 16 units over all inputs, a byte a weight. SPEC.md, "rv32", defines the stream.</summary>
internal static class Rv32Dense
{
    private const int Kernel = 3;
    private const int KernelTwo = 4;
    private const int Units = 16;
    private const int Taps = 4;

    // With weights of this sum of magnitudes, inputs cannot leave an int16.
    private const int MostSum = 255;

    // Of the lower lane of a stored weight, and what makes lanes of int16 from a sum.
    private const int Bias = 128;
    private const uint Round = 1 << 15;

    internal static PackedOperator? Pack(FullyConnected step)
    {
        int taps = step.Weights.Shape.Elements / step.Output.Shape.Channels;
        if (step.Output.Shape.Channels % Units != 0 || taps % Taps != 0 || Rv32Channels.Of(step) is not { } channels)
        {
            return null;
        }

        List<uint> stream = [(uint)channels.Shift];
        foreach (Rv32Channel[] block in channels.All.Chunk(Units))
        {
            AddBlock(stream, block, taps);
            stream.AddRange(block.SelectMany(channel => channel.Requantization.Factors(channels.HasTwo)));
        }

        return new PackedOperator(step, channels.HasTwo ? KernelTwo : Kernel, 0, 0, [.. stream], channels.Note);
    }

    // Units two by two: initial sums, then for each four taps two words of two taps of both.
    private static void AddBlock(List<uint> stream, Rv32Channel[] block, int taps)
    {
        bool isByTwo = block.Any(channel => channel.Weights.Chunk(Taps).Any(four => four.Sum(w => Math.Abs((int)w)) > MostSum));
        uint rounds = (uint)(taps / (isByTwo ? 2 : Taps));
        stream.Add(isByTwo ? 1u : 0u);
        Rv32Channel[][] pairs = [.. block.Chunk(2)];
        foreach (Rv32Channel[] pair in pairs)
        {
            stream.Add((uint)pair[0].Initial + ((uint)pair[1].Initial << 16) - (Round * rounds));
            stream.Add((uint)pair[1].Initial);
        }

        for (int tap = 0; tap < taps; tap += Taps)
        {
            foreach (Rv32Channel[] pair in pairs)
            {
                for (int i = tap; i < tap + Taps; i += 2)
                {
                    byte[] weights =
                    [
                        (byte)(pair[0].Weights[i] + Bias), (byte)(pair[0].Weights[i + 1] + Bias),
                        (byte)(pair[1].Weights[i] + Bias), (byte)(pair[1].Weights[i + 1] + Bias),
                    ];
                    stream.Add(BitConverter.ToUInt32(weights));
                }
            }
        }
    }
}
