using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>
/// Folds a batch normalisation into the weights and biases of the operator before it:
/// w' = w * g, b' = (b - mean) * g + beta with g = gamma / sqrt(variance + epsilon).
/// </summary>
public static class FoldBatchNormalization
{
    /// <summary>A new graph without batch normalisations; the given one keeps its weights.</summary>
    public static Graph Apply(Graph graph)
    {
        List<Operator> operators = [];
        foreach (Operator step in graph.Operators)
        {
            if (step is not BatchNormalization norm)
            {
                operators.Add(step);
                continue;
            }

            if (operators.LastOrDefault() is not WeightedOperator producer
                || producer.Output != norm.Input
                || producer.Activation != Activation.None)
            {
                throw new CompileException(
                    $"{norm.Output.Name} cannot be folded: put each batch normalisation right behind a layer with weights and no activation.");
            }

            operators[^1] = Fold(producer, norm);
        }

        return new Graph { Name = graph.Name, Inputs = graph.Inputs, Outputs = graph.Outputs, Operators = operators };
    }

    private static WeightedOperator Fold(WeightedOperator producer, BatchNormalization norm)
    {
        int channels = norm.Output.Shape.Channels;
        float[] gain = new float[channels];
        float[] bias = new float[channels];
        for (int i = 0; i < channels; i++)
        {
            gain[i] = norm.Gamma.Values![i] / MathF.Sqrt(norm.Variance.Values![i] + norm.Epsilon);
            bias[i] = ((producer.Bias.Values![i] - norm.Mean.Values![i]) * gain[i]) + norm.Beta.Values![i];
        }

        float[] values = producer.Weights.Values!;
        float[] weights = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            weights[i] = values[i] * gain[producer.ChannelOf(i)];
        }

        return producer.With(
            producer.Input,
            norm.Output,
            new Tensor(producer.Weights.Name, producer.Weights.Shape) { Values = weights },
            new Tensor(producer.Bias.Name, producer.Bias.Shape) { Values = bias },
            norm.Activation);
    }
}
