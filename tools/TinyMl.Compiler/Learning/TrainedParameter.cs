using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Learning;

/// <summary>What a parameter record stands for; the numbers are those of SPEC.md.</summary>
public enum ParameterKind
{
    /// <summary>One int32 per output channel.</summary>
    Bias = 1,

    /// <summary>All weights of the head, int8.</summary>
    Weights = 2,
}

/// <summary>A parameter that the device trains.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Operator">Whose it is.</param>
/// <param name="Rate">Its learning rate, in real units.</param>
public sealed record TrainedParameter(ParameterKind Kind, WeightedOperator Operator, double Rate)
{
    /// <summary>Bytes of a block.</summary>
    public int Bytes => Kind == ParameterKind.Bias ? 4 * Operator.Output.Shape.Channels : Operator.Weights.Shape.Elements;

    /// <summary>Bytes of residuals beside int8 weights.</summary>
    public int ResidualBytes => Kind == ParameterKind.Bias ? 0 : Bytes;

    /// <summary>LSB of a channel's parameter for a gradient of 1, before the input's factor: SPEC.md, "Parameter".</summary>
    public double StepOf(int channel)
    {
        double input = Operator.Input.Quantization!.Scale;
        double weight = Operator.Weights.Quantization!.ScaleOf(channel);
        return Kind == ParameterKind.Bias ? Rate / (input * weight) : Rate * input / weight;
    }
}
