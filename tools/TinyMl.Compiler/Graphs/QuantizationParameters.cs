namespace TinyMl.Compiler.Graphs;

/// <summary>
/// Affine quantisation, real = scale * (q - zero point), as the TensorFlow Lite 8-bit specification defines it.
/// Activations have one scale; weights and biases one per output channel and zero point 0.
/// </summary>
/// <param name="Scales">One scale, or one per output channel; each positive and finite.</param>
/// <param name="ZeroPoint">-128 to 127.</param>
public sealed record QuantizationParameters(float[] Scales, int ZeroPoint)
{
    /// <summary>Parameters with a single scale.</summary>
    public QuantizationParameters(float scale, int zeroPoint)
        : this([scale], zeroPoint)
    {
    }

    /// <summary>The scale of a tensor that has only one.</summary>
    public float Scale => Scales.Length == 1
        ? Scales[0]
        : throw new InvalidOperationException("The tensor has a scale per channel.");

    /// <summary>Whether two tensors with one scale each stand for the same reals.</summary>
    public bool Matches(QuantizationParameters other) => Scale == other.Scale && ZeroPoint == other.ZeroPoint;

    /// <summary>The scale of an output channel, also where all channels share one.</summary>
    public float ScaleOf(int channel) => Scales.Length == 1 ? Scales[0] : Scales[channel];
}
