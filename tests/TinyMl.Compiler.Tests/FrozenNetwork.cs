using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// The dequantised network around one int8 inference, in double precision: an element that the inference clamped stays
/// where it is, all others follow their sums. So it is affine in each parameter, and finite differences are exact.
/// </summary>
internal sealed class FrozenNetwork(Graph graph, IReadOnlyDictionary<Tensor, sbyte[]> inference)
{
    /// <summary>The real logits of the head for a change of one bias, in real units; at one pixel only, or (-1) at all.</summary>
    internal double[] Logits(
        FullyConnected head, WeightedOperator? changed = null, int channel = 0, double change = 0, int pixel = -1) =>
        Logits(head, (step, y) =>
        {
            for (int i = channel; step == changed && i < y.Length; i += step.Output.Shape.Channels)
            {
                y[i] += pixel < 0 || i / step.Output.Shape.Channels == pixel ? change : 0;
            }
        });

    /// <summary>
    /// How the logits change for one LSB of a weight, its layer reading what the inference had there, rounded to int8; index is
    /// that of the weight in its tensor.
    /// </summary>
    internal double[] SlopesOfWeight(FullyConnected head, double[] logits, WeightedOperator changed, int index)
    {
        sbyte[] weights = changed.Weights.Int8Values!;
        sbyte original = weights[index];
        int change = original > 0 ? -1 : 1;
        Dictionary<Tensor, double[]> input = new() { [changed.Input] = Dequantised(changed.Input) };
        double[] before = Run(changed, input);
        weights[index] = (sbyte)(original + change);
        double[] after = Run(changed, input);
        weights[index] = original;
        double[] moved = Logits(head, (step, y) =>
        {
            for (int i = 0; step == changed && i < y.Length; i++)
            {
                y[i] += after[i] - before[i];
            }
        });
        return moved.Zip(logits, (a, b) => (a - b) * change).ToArray();
    }

    private double[] Logits(FullyConnected head, Action<Operator, double[]> change)
    {
        Dictionary<Tensor, double[]> values = graph.Inputs.ToDictionary(tensor => tensor, Dequantised);
        foreach (Operator step in graph.Operators)
        {
            double[] y = Run(step, values);
            change(step, y);
            if (step == head)
            {
                return y;
            }

            Freeze(step, y);
            values[step.Output] = y;
        }

        throw new InvalidOperationException("The head is not in the graph.");
    }

    private double[] Dequantised(Tensor tensor) => inference[tensor]
        .Select(q => (double)tensor.Quantization!.Scale * (q - tensor.Quantization.ZeroPoint)).ToArray();

    private void Freeze(Operator step, double[] y)
    {
        if (step is not ClampedOperator clamped || step is AveragePool2D)
        {
            return;
        }

        Limits limits = Requantization.Clamp(clamped);
        double[] kept = Dequantised(step.Output);
        for (int i = 0; i < y.Length; i++)
        {
            sbyte q = inference[step.Output][i];
            y[i] = q <= limits.Minimum || q >= limits.Maximum ? kept[i] : y[i];
        }
    }

    private static double[] Run(Operator step, Dictionary<Tensor, double[]> values)
    {
        double[] x = values[step.Input];
        Shape from = step.Input.Shape;
        Shape to = step.Output.Shape;
        double[] y = new double[to.Elements];
        switch (step)
        {
            case Add:
                return x.Zip(values[step.Inputs[1]], (a, b) => a + b).ToArray();
            case Mean:
                for (int i = 0; i < x.Length; i++)
                {
                    y[i % from.Channels] += x[i] / (from.Height * from.Width);
                }

                return y;
            case FullyConnected dense:
                for (int o = 0; o < y.Length; o++)
                {
                    y[o] = Bias(dense, o);
                    for (int i = 0; i < x.Length; i++)
                    {
                        y[o] += x[i] * Weight(dense, o, (o * x.Length) + i);
                    }
                }

                return y;
        }

        (Extent filter, Extent stride, Extent dilation, Padding padding) = step switch
        {
            WindowedOperator conv => (
                new Extent(conv.Weights.Shape.Height, conv.Weights.Shape.Width), conv.Stride, conv.Dilation, conv.Padding),
            AveragePool2D pool => (pool.Filter, pool.Stride, Extent.One, pool.Padding),
            _ => throw new InvalidOperationException(step.GetType().Name),
        };
        for (int oy = 0; oy < to.Height; oy++)
        {
            for (int ox = 0; ox < to.Width; ox++)
            {
                for (int o = 0; o < to.Channels; o++)
                {
                    double sum = 0;
                    int count = 0;
                    for (int ky = 0; ky < filter.Height; ky++)
                    {
                        for (int kx = 0; kx < filter.Width; kx++)
                        {
                            int iy = (oy * stride.Height) - padding.Top + (ky * dilation.Height);
                            int ix = (ox * stride.Width) - padding.Left + (kx * dilation.Width);
                            if (iy < 0 || iy >= from.Height || ix < 0 || ix >= from.Width)
                            {
                                continue;
                            }

                            count++;
                            int pixel = ((iy * from.Width) + ix) * from.Channels;
                            int tap = (ky * filter.Width) + kx;
                            switch (step)
                            {
                                case Conv2D conv:
                                    for (int i = 0; i < from.Channels; i++)
                                    {
                                        int taps = filter.Height * filter.Width;
                                        sum += x[pixel + i] * Weight(conv, o, (((o * taps) + tap) * from.Channels) + i);
                                    }

                                    break;
                                case DepthwiseConv2D depthwise:
                                    sum += x[pixel + (o / (to.Channels / from.Channels))]
                                        * Weight(depthwise, o, (tap * to.Channels) + o);
                                    break;
                                default:
                                    sum += x[pixel + o];
                                    break;
                            }
                        }
                    }

                    y[(((oy * to.Width) + ox) * to.Channels) + o] = step is WeightedOperator weighted
                        ? sum + Bias(weighted, o)
                        : sum / count;
                }
            }
        }

        return y;
    }

    private static double Weight(WeightedOperator step, int channel, int index) =>
        (double)step.Weights.Quantization!.ScaleOf(channel) * step.Weights.Int8Values![index];

    private static double Bias(WeightedOperator step, int channel) =>
        (double)step.Input.Quantization!.Scale * step.Weights.Quantization!.ScaleOf(channel) * step.Bias.Int32Values![channel];
}
