using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// Which channels nobody needs. Tensors between which every channel goes its own way (through a depthwise convolution, a pool or a
/// table) lose a channel together or not at all.
/// </summary>
internal sealed class RemovableChannels
{
    // Kernels take channels by fours.
    private const int Group = 4;

    private readonly Graph _graph;
    private readonly ChannelRanges _ranges;
    private readonly Func<Operator, bool> _isFixed;
    private readonly Dictionary<Tensor, Tensor> _chains = [];
    private readonly Dictionary<Tensor, bool[]> _needed = [];

    private RemovableChannels(Graph graph, ChannelRanges ranges, Func<Operator, bool> isFixed)
    {
        _graph = graph;
        _ranges = ranges;
        _isFixed = isFixed;
    }

    /// <summary>The channels that are kept of each tensor that loses some, ascending.</summary>
    /// <param name="graph">An int8 graph.</param>
    /// <param name="ranges">Its ranges.</param>
    /// <param name="isFixed">Operators that keep all channels of their inputs and outputs.</param>
    internal static IReadOnlyDictionary<Tensor, int[]> Of(Graph graph, ChannelRanges ranges, Func<Operator, bool> isFixed)
    {
        RemovableChannels channels = new(graph, ranges, isFixed);
        channels.Chain();
        channels.Need();
        return graph.Activations
            .Select(tensor => (Tensor: tensor, Kept: Kept(channels._needed[channels._chains[tensor]])))
            .Where(tensor => tensor.Kept.Length < tensor.Tensor.Shape.Channels)
            .ToDictionary(tensor => tensor.Tensor, tensor => tensor.Kept);
    }

    // A chain has the name of its first tensor; operators come in order, so that one is known.
    private void Chain()
    {
        foreach (Tensor tensor in _graph.Inputs)
        {
            _chains[tensor] = tensor;
        }

        foreach (Operator step in _graph.Operators)
        {
            _chains[step.Output] = GoesByChannel(step) ? _chains[step.Input] : step.Output;
        }

        foreach (Tensor tensor in _chains.Values)
        {
            _needed[tensor] = new bool[tensor.Shape.Channels];
        }
    }

    private void Need()
    {
        foreach (Tensor tensor in _graph.Inputs.Concat(_graph.Outputs))
        {
            NeedAll(tensor);
        }

        foreach (Operator step in _graph.Operators.Where(step => !GoesByChannel(step)))
        {
            if (!Sums(step))
            {
                NeedAll(step.Output);
            }

            foreach (Tensor input in step.Inputs.Where(input => !input.IsConstant))
            {
                for (int channel = 0; channel < input.Shape.Channels; channel++)
                {
                    _needed[_chains[input]][channel] |= !Sums(step) || !FitsTheBias((WeightedOperator)step, channel);
                }
            }
        }
    }

    private void NeedAll(Tensor tensor) => Array.Fill(_needed[_chains[tensor]], true);

    // Every output sums over all input channels.
    private bool Sums(Operator step) => step is Conv2D or FullyConnected && !_isFixed(step);

    private bool GoesByChannel(Operator step) => !_isFixed(step) && !step.Input.IsConstant
        && (step is Pool2D or Lookup || (step is DepthwiseConv2D && step.Input.Shape.Channels == step.Output.Shape.Channels));

    // What the channel adds to a sum is one number for all pixels: near the padding only if it is 0.
    private bool FitsTheBias(WeightedOperator step, int channel) => _ranges.ConstantOf(step.Input, channel) is { } value
        && (value == step.Input.Quantization!.ZeroPoint || step is not WindowedOperator windowed || windowed.IsInside());

    // At least one group, or all.
    private static int[] Kept(bool[] needed)
    {
        int count = Math.Max(needed.Count(isNeeded => isNeeded), 1);
        int spare = (count + Group - 1) / Group * Group - needed.Count(isNeeded => isNeeded);
        return [.. Enumerable.Range(0, needed.Length).Where(channel => needed[channel] || spare-- > 0)];
    }
}
