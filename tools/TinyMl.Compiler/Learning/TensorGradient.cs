using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Learning;

/// <summary>The gradient of an operator's output.</summary>
/// <param name="Operator">The operator.</param>
/// <param name="Rows">Rows that must be kept.</param>
public sealed record TensorGradient(Operator Operator, int Rows)
{
    private const int One = 1 << 15;

    /// <summary>Elements of a row.</summary>
    public int RowElements => Operator.Output.Shape.Width * Operator.Output.Shape.Channels;

    /// <summary>Bytes of the ring of rows.</summary>
    public int RingBytes => 2 * Rows * RowElements;

    /// <summary>Bytes of what is kept of the rows' progress and exponents.</summary>
    public int ProgressBytes => 2 * (Rows + 1);

    /// <summary>
    /// Bytes of the mask that must survive the forward pass: a bit for each element that a clamp may stop. The head's logits
    /// come from its accumulator, and an average cannot leave the range of what it averages.
    /// </summary>
    public int MaskBytes(LearningPlan plan)
    {
        bool passesAll = Operator == plan.Head || Operator switch
        {
            Reshape => true,
            AveragePool2D pool => Requantization.Clamp(pool) == Limits.All,
            Mean mean => mean.Input.Quantization!.Matches(mean.Output.Quantization!),
            _ => false,
        };
        return passesAll ? 0 : (Operator.Output.Shape.Elements + 7) / 8;
    }

    /// <summary>The weights' scales, Q1.15, times 2^-Exponent; empty: the operator has no weights.</summary>
    public (ushort[] Factors, int Exponent) Scales()
    {
        if (Operator is not WeightedOperator weighted)
        {
            return ([], 0);
        }

        double[] scales = Enumerable.Range(0, weighted.Output.Shape.Channels)
            .Select(c => (double)weighted.Weights.Quantization!.ScaleOf(c))
            .ToArray();
        int exponent = -(Math.ILogB(scales.Max()) + 1);
        return (Array.ConvertAll(scales, scale => (ushort)Math.Min(One, Math.Round(Math.ScaleB(scale, exponent) * One))), exponent);
    }
}
