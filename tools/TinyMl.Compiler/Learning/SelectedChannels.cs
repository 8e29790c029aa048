using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Learning;

/// <summary>
/// Which input channels of a layer are trained: those with the largest weights, as MCUNetV3 (arXiv 2206.15472) chooses them.
/// </summary>
internal static class SelectedChannels
{
    // SPEC.md, "Parameter": within these no sum leaves 32 bits.
    private const int MostTaps = 33025;
    private const int MostWidth = 512;

    /// <summary>The channels over which a layer sums at each tap; of a dense layer all elements of its input.</summary>
    internal static int CountOf(WeightedOperator layer) =>
        layer is FullyConnected ? layer.Input.Shape.Elements : layer.Input.Shape.Channels;

    /// <summary>So many of them, ascending.</summary>
    /// <exception cref="CompileException">The layer cannot be trained so.</exception>
    internal static int[] Of(WeightedOperator layer, double ratio, LearningScheme scheme)
    {
        if (layer is not (Conv2D or FullyConnected))
        {
            throw new CompileException(
                $"The learning scheme '{scheme}' is for convolutions and dense layers: {layer.Output.Name} is a {layer.GetType().Name}. Name another layer.");
        }

        int channels = CountOf(layer);
        int count = Math.Clamp((int)Math.Round(ratio * channels), 1, channels);
        int taps = layer.Weights.Shape.Elements / layer.Output.Shape.Channels / channels;
        if (channels > ushort.MaxValue || count * taps > MostTaps || layer.Output.Shape.Width > MostWidth)
        {
            throw new CompileException(
                $"The learning scheme '{scheme}' trains {count} of {channels} channels of {layer.Output.Name}: the format takes {MostTaps} weights a sum and {MostWidth} columns. Take a smaller ratio or another layer.");
        }

        double[] norms = Norms(layer, channels);
        return Enumerable.Range(0, channels).OrderByDescending(channel => norms[channel]).Take(count).Order().ToArray();
    }

    // The squared norm of all weights that read a channel, in real units.
    private static double[] Norms(WeightedOperator layer, int channels)
    {
        sbyte[] weights = layer.Weights.Int8Values!;
        int filter = weights.Length / layer.Output.Shape.Channels;
        double[] norms = new double[channels];
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = weights[i] * layer.Weights.Quantization!.ScaleOf(i / filter);
            norms[i % channels] += weight * weight;
        }

        return norms;
    }
}
