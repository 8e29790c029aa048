namespace TinyMl.Compiler.Graphs;

/// <summary>Proves that a graph is well formed: shapes, geometry and order, whoever built it.</summary>
public static class GraphCheck
{
    /// <summary>Checks every operator.</summary>
    /// <exception cref="CompileException">The first fault, with the name of its operator.</exception>
    public static void Verify(Graph graph)
    {
        HashSet<Tensor> written = [.. graph.Inputs];
        foreach (Operator step in graph.Operators)
        {
            Require(step, step.Inputs.All(written.Contains), "reads a tensor that nothing has written yet");
            Require(step, written.Add(step.Output), "writes a tensor that is already written");
            switch (step)
            {
                case WeightedOperator weighted:
                    Verify(weighted);
                    break;
                case Pool2D pool:
                    Require(pool, pool.Input.Shape.Channels == pool.Output.Shape.Channels, "changes the number of channels");
                    VerifyWindow(pool, pool.Filter, pool.Stride, Extent.One, pool.Padding);
                    break;
                case Add add:
                    Require(add, add.Inputs.Length == 2, "needs two inputs");
                    Require(add, add.Inputs.All(x => x.Shape == add.Output.Shape), "adds tensors of different shapes");
                    break;
                case Reshape:
                    Require(step, step.Input.Shape.Elements == step.Output.Shape.Elements, "changes the number of elements");
                    break;
                case Softmax or BatchNormalization:
                    Require(step, step.Input.Shape == step.Output.Shape, "changes the shape");
                    break;
            }
        }

        if (!graph.Outputs.All(written.Contains))
        {
            throw new CompileException($"An output of {graph.Name} is written by no operator.");
        }
    }

    private static void Verify(WeightedOperator step)
    {
        Shape input = step.Input.Shape;
        Shape output = step.Output.Shape;
        Shape weights = step.Weights.Shape;
        Require(step, step.Bias.Shape.Elements == output.Channels, "needs one bias per output channel");
        switch (step)
        {
            case Conv2D:
                Require(step, weights.Batch == output.Channels && weights.Channels == input.Channels, "has weights of another shape");
                break;
            case DepthwiseConv2D:
                Require(
                    step,
                    weights.Batch == 1 && weights.Channels == output.Channels && output.Channels % input.Channels == 0,
                    "has weights of another shape");
                break;
            case FullyConnected:
                Require(step, weights.Batch * weights.Channels == weights.Elements, "has weights of another shape");
                Require(step, weights.Batch == output.Elements && weights.Channels == input.Elements, "has weights of another shape");
                break;
        }

        if (step is WindowedOperator windowed)
        {
            Extent filter = new(weights.Height, weights.Width);
            VerifyWindow(step, filter, windowed.Stride, windowed.Dilation, windowed.Padding);
        }
    }

    private static void VerifyWindow(Operator step, Extent filter, Extent stride, Extent dilation, Padding padding)
    {
        Shape input = step.Input.Shape;
        Shape output = step.Output.Shape;
        bool fits = Fits(input.Height, output.Height, filter.Height, stride.Height, dilation.Height, padding.Top, padding.Bottom)
            && Fits(input.Width, output.Width, filter.Width, stride.Width, dilation.Width, padding.Left, padding.Right);
        Require(step, fits, $"cannot make {output} of {input} with its window");
    }

    private static bool Fits(int input, int output, int filter, int stride, int dilation, int before, int after)
    {
        long effective = ((filter - 1L) * dilation) + 1;
        return filter > 0 && stride > 0 && dilation > 0
            && before >= 0 && before < effective && after >= 0 && after < effective
            && input + before + after >= effective
            && ((input + before + after - effective) / stride) + 1 == output;
    }

    private static void Require(Operator step, bool condition, string fault)
    {
        if (!condition)
        {
            throw new CompileException($"The {step.GetType().Name} '{step.Output.Name}' {fault}.");
        }
    }
}
