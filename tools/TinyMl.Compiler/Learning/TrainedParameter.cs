using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Learning;

/// <summary>What a parameter record stands for; the numbers are those of SPEC.md.</summary>
public enum ParameterKind
{
    /// <summary>One int32 per output channel.</summary>
    Bias = 1,

    /// <summary>All weights of the head, int8.</summary>
    Weights = 2,

    /// <summary>The weights of some input channels of a convolution or dense layer, int8.</summary>
    Channels = 3,

    /// <summary>The strength of each stored shot as a prototype of its class, one byte.</summary>
    Prototypes = 4,
}

/// <summary>A parameter that the device trains.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Operator">Whose it is.</param>
/// <param name="Rate">Its learning rate, in real units; 1 where nothing descends.</param>
public sealed record TrainedParameter(ParameterKind Kind, WeightedOperator Operator, double Rate)
{
    /// <summary>Shots whose strengths are learnt; prototypes only.</summary>
    public int Shots { get; init; }

    /// <summary>Input channels (of a dense layer: elements), ascending; empty but for <see cref="ParameterKind.Channels"/>.</summary>
    public IReadOnlyList<int> Selected { get; init; } = [];

    /// <summary>Bytes of a block.</summary>
    public int Bytes => Kind switch
    {
        ParameterKind.Bias => 4 * Operator.Output.Shape.Channels,
        ParameterKind.Weights => Operator.Weights.Shape.Elements,
        ParameterKind.Channels => Operator.Weights.Shape.Elements / InputChannels * Selected.Count,
        _ => Shots,
    };

    /// <summary>Bytes beside a block: residuals of int8 weights, or the head's biases that prototypes make.</summary>
    public int ResidualBytes => Kind switch
    {
        ParameterKind.Bias => 0,
        ParameterKind.Prototypes => 4 * Operator.Output.Shape.Channels,
        _ => Bytes,
    };

    /// <summary>Bytes of the inputs that survive the forward pass.</summary>
    public int SavedBytes => Operator.Input.Shape.Elements / InputChannels * Selected.Count;

    /// <summary>The selected channels' weights, [output][filter][selected].</summary>
    public sbyte[] SelectedWeights() => Operator.Weights.Int8Values!
        .Chunk(InputChannels)
        .SelectMany(tap => Selected.Select(channel => tap[channel]))
        .ToArray();

    /// <summary>LSB of a channel's parameter for a gradient of 1, before the input's factor: SPEC.md, "Parameter".</summary>
    public double StepOf(int channel)
    {
        double input = Operator.Input.Quantization!.Scale;
        double weight = Operator.Weights.Quantization!.ScaleOf(channel);
        return Kind is ParameterKind.Weights or ParameterKind.Channels ? Rate * input / weight : Rate / (input * weight);
    }

    private int InputChannels => SelectedChannels.CountOf(Operator);
}
