using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// The least and the greatest byte that each channel of an activation can have, whatever the inputs: intervals, from the inputs to
/// the outputs. What an operator without a rule here writes may be any byte.
/// </summary>
internal sealed class ChannelRanges
{
    private readonly Dictionary<Tensor, Limits[]> _ranges = [];

    private ChannelRanges()
    {
    }

    /// <summary>The ranges of all activations.</summary>
    /// <param name="graph">An int8 graph.</param>
    /// <param name="isFree">Operators that may write any byte, since something else than the graph decides.</param>
    internal static ChannelRanges Of(Graph graph, Func<Operator, bool> isFree)
    {
        ChannelRanges ranges = new();
        foreach (Operator step in graph.Operators)
        {
            ranges._ranges[step.Output] = isFree(step) ? Any(step.Output) : ranges.OutputOf(step);
        }

        return ranges;
    }

    /// <summary>The ranges of a tensor's channels.</summary>
    internal Limits[] this[Tensor tensor] => _ranges.GetValueOrDefault(tensor) ?? Any(tensor);

    /// <summary>The one value of a channel; null: it can have several.</summary>
    internal sbyte? ConstantOf(Tensor tensor, int channel)
    {
        (sbyte least, sbyte greatest) = this[tensor][channel];
        return least == greatest ? least : null;
    }

    private static Limits[] Any(Tensor tensor) => Enumerable.Repeat(Limits.All, tensor.Shape.Channels).ToArray();

    private Limits[] OutputOf(Operator step) => step switch
    {
        Conv2D or DepthwiseConv2D or FullyConnected => OfSums((WeightedOperator)step),
        Pool2D pool => Array.ConvertAll(this[step.Input], range => Clamp(range.Minimum, range.Maximum, Requantization.Clamp(pool))),
        Lookup lookup => Array.ConvertAll(this[step.Input], range => OfTable(lookup, range)),
        _ => Any(step.Output),
    };

    private Limits[] OfSums(WeightedOperator step)
    {
        // Beyond its edges an input counts as its zero point, which adds nothing.
        int zeroPoint = step.Input.Quantization!.ZeroPoint;
        bool reachesPadding = step is WindowedOperator windowed && !windowed.IsInside();
        (int Least, int Greatest)[] inputs = Array.ConvertAll(this[step.Input], range => (range.Minimum - zeroPoint, range.Maximum - zeroPoint));
        if (reachesPadding)
        {
            inputs = Array.ConvertAll(inputs, range => (Math.Min(range.Least, 0), Math.Max(range.Greatest, 0)));
        }

        int channels = step.Output.Shape.Channels;
        long[] least = Array.ConvertAll(step.Bias.Int32Values!, bias => (long)bias);
        long[] greatest = (long[])least.Clone();
        sbyte[] weights = step.Weights.Int8Values!;
        for (int i = 0; i < weights.Length; i++)
        {
            int channel = step.ChannelOf(i);
            (int from, int to) = inputs[step is DepthwiseConv2D ? channel / (channels / inputs.Length) : i % inputs.Length];
            least[channel] += Math.Min(weights[i] * from, weights[i] * to);
            greatest[channel] += Math.Max(weights[i] * from, weights[i] * to);
        }

        QuantizedMultiplier[] factors = Requantization.OfWeighted(step);
        Limits limits = Requantization.Clamp(step);
        int offset = step.Output.Quantization!.ZeroPoint;

        // Requantisation never falls, so ends become ends.
        long Output(long sum, int channel) => offset + (long)FixedPoint.Multiply((int)sum, factors[channel]);
        return Enumerable.Range(0, channels)
            .Select(channel => least[channel] < int.MinValue || greatest[channel] > int.MaxValue
                ? limits
                : Clamp(Output(least[channel], channel), Output(greatest[channel], channel), limits))
            .ToArray();
    }

    private static Limits OfTable(Lookup lookup, Limits range)
    {
        Span<sbyte> values = lookup.Table.AsSpan(range.Minimum + 128, range.Maximum - range.Minimum + 1);
        Limits found = new(values[0], values[0]);
        foreach (sbyte value in values)
        {
            found = new Limits(Math.Min(found.Minimum, value), Math.Max(found.Maximum, value));
        }

        return found;
    }

    private static Limits Clamp(long least, long greatest, Limits limits) => new(
        (sbyte)Math.Clamp(least, limits.Minimum, limits.Maximum), (sbyte)Math.Clamp(greatest, limits.Minimum, limits.Maximum));
}
