using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// Removes channels that have one value for every input, and channels that only such channels are made of. What a removed
/// channel added to the sums of the next layer, weights * (value - zero point), goes into its biases.
/// </summary>
/// <remarks>
/// The loader's bound on sums holds afterwards: a bias grows by at most 255 * 128 for each tap that goes.
/// </remarks>
/// <param name="trained">Operators whose parameters change on the device. They, and all that computes with what they write, keep
/// their channels.</param>
public sealed class RemoveConstantChannels(IReadOnlySet<Operator> trained) : IGraphPass
{
    /// <inheritdoc/>
    public string Name => "remove constant channels";

    /// <inheritdoc/>
    public Graph Apply(Graph graph, Action<string> explain)
    {
        HashSet<Operator> changing = Changing(graph);
        ChannelRanges ranges = ChannelRanges.Of(graph, changing.Contains);
        IReadOnlyDictionary<Tensor, int[]> kept = RemovableChannels.Of(graph, ranges, changing.Contains);
        if (kept.Count == 0)
        {
            return graph;
        }

        Dictionary<Tensor, Tensor> smaller = [];
        foreach ((Tensor tensor, int[] channels) in kept)
        {
            smaller[tensor] = new Tensor(tensor.Name, tensor.Shape with { Channels = channels.Length }) { Quantization = tensor.Quantization };
            explain($"{tensor.Shape.Channels - channels.Length} of {tensor.Shape.Channels} of {tensor.Name}");
        }

        return graph.With(graph.Operators.Select(step =>
            !step.Inputs.Append(step.Output).Any(smaller.ContainsKey) ? step
            : step is WeightedOperator weighted ? Smaller(weighted, smaller, kept, ranges)
            : step.Rewire(tensor => smaller.GetValueOrDefault(tensor, tensor))));
    }

    // What is trained, and what depends on it.
    private HashSet<Operator> Changing(Graph graph)
    {
        HashSet<Operator> changing = [];
        HashSet<Tensor> written = [];
        foreach (Operator step in graph.Operators.Where(step => trained.Contains(step) || step.Inputs.Any(written.Contains)))
        {
            changing.Add(step);
            written.Add(step.Output);
        }

        return changing;
    }

    private static WeightedOperator Smaller(
        WeightedOperator step, Dictionary<Tensor, Tensor> smaller, IReadOnlyDictionary<Tensor, int[]> kept, ChannelRanges ranges)
    {
        Tensor input = smaller.GetValueOrDefault(step.Input, step.Input);
        Tensor output = smaller.GetValueOrDefault(step.Output, step.Output);
        int[] channels = kept.GetValueOrDefault(step.Output) ?? [.. Enumerable.Range(0, step.Output.Shape.Channels)];
        HashSet<int> outputs = [.. channels];
        HashSet<int>? inputs = kept.TryGetValue(step.Input, out int[]? some) && step is not DepthwiseConv2D ? [.. some] : null;
        long[] bias = Array.ConvertAll(step.Bias.Int32Values!, value => (long)value);
        List<sbyte> weights = [];
        for (int i = 0; i < step.Weights.Shape.Elements; i++)
        {
            int channel = step.ChannelOf(i);
            int from = i % step.Input.Shape.Channels;
            if (inputs?.Contains(from) == false)
            {
                bias[channel] += step.Weights.Int8Values![i] * (ranges.ConstantOf(step.Input, from)!.Value - step.Input.Quantization!.ZeroPoint);
            }
            else if (outputs.Contains(channel))
            {
                weights.Add(step.Weights.Int8Values![i]);
            }
        }

        Shape shape = step.Weights.Shape;
        shape = step switch
        {
            DepthwiseConv2D => shape with { Channels = channels.Length },
            _ => shape with { Batch = channels.Length, Channels = weights.Count / (channels.Length * shape.Height * shape.Width) },
        };
        return step.With(
            input,
            output,
            new Tensor(step.Weights.Name, shape) { Int8Values = [.. weights], Quantization = Of(step.Weights.Quantization, channels) },
            new Tensor(step.Bias.Name, Shape.Vector(channels.Length))
            {
                Int32Values = Array.ConvertAll(channels, channel => checked((int)bias[channel])),
                Quantization = Of(step.Bias.Quantization, channels),
            },
            step.Activation);
    }

    private static QuantizationParameters? Of(QuantizationParameters? all, int[] channels) => all is { Scales.Length: > 1 }
        ? all with { Scales = Array.ConvertAll(channels, channel => all.Scales[channel]) }
        : all;
}
