namespace TinyMl.Compiler.Graphs;

/// <summary>Proves that a graph is well formed: shapes, geometry and order, whoever built it.</summary>
public static class GraphCheck
{
    /// <summary>Checks every operator.</summary>
    /// <exception cref="CompileException">The first fault, with the name of its operator.</exception>
    public static void Verify(Graph graph)
    {
        HashSet<Tensor> written = [.. graph.Inputs];
        if (written.Count != graph.Inputs.Count)
        {
            throw new CompileException($"The model {graph.Name} names one tensor as several inputs: name each once.");
        }

        foreach (Operator step in graph.Operators)
        {
            Require(step, step.Inputs.All(x => x.IsConstant || written.Contains(x)), "reads a tensor that nothing has written yet");
            Require(step, step is Binary || !step.Inputs.Any(x => x.IsConstant), "reads a constant where it needs an activation");
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
                case Binary binary:
                    Require(binary, binary.Inputs.Length == 2, "needs two inputs");
                    Require(binary, binary.Inputs.All(x => Broadcasts(x.Shape, binary.Output.Shape)), "combines shapes that do not fit");
                    Require(binary, binary.Inputs.Any(x => !x.IsConstant), "has only constant inputs");
                    break;
                case Lookup lookup:
                    Require(lookup, lookup.Input.Shape == lookup.Output.Shape && lookup.Table.Length == 256, "changes the shape");
                    break;
                case Mean mean:
                    Require(mean, Broadcasts(mean.Output.Shape, mean.Input.Shape), "makes a shape that is no mean of its input");
                    break;
                case StridedCopy or Concatenation or Pad or ResizeNearestNeighbor:
                    MovementCheck.Verify(step, condition => Require(step, condition, "moves elements from outside its input"));
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

    private static bool Broadcasts(Shape from, Shape to) =>
        (from.Batch == to.Batch || from.Batch == 1)
        && (from.Height == to.Height || from.Height == 1)
        && (from.Width == to.Width || from.Width == 1)
        && (from.Channels == to.Channels || from.Channels == 1);

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
            case TransposeConv2D conv:
                Require(step, weights.Batch == output.Channels && weights.Channels == input.Channels, "has weights of another shape");
                Require(
                    step,
                    conv.Cut.Top >= 0 && conv.Cut.Top < weights.Height && conv.Cut.Left >= 0 && conv.Cut.Left < weights.Width,
                    "cuts away more than its filter");
                break;
            case FullyConnected:
                Require(step, weights.Batch * weights.Channels == weights.Elements, "has weights of another shape");
                Require(step, weights.Batch == output.Elements && weights.Channels == input.Elements, "has weights of another shape");
                break;
        }

        Require(step, FitsAccumulator(step), "has weights and biases whose sum could leave 32 bits");
        if (step is WindowedOperator windowed)
        {
            Extent filter = new(weights.Height, weights.Width);
            VerifyWindow(step, filter, windowed.Stride, windowed.Dilation, windowed.Padding);
        }
    }

    // An input's distance from its zero point is at most 255, a weight's magnitude 128.
    private static bool FitsAccumulator(WeightedOperator step)
    {
        Shape weights = step.Weights.Shape;
        long taps = step is DepthwiseConv2D ? weights.Height * weights.Width : weights.Elements / weights.Batch;
        return step.Bias.Int32Values is not { } biases
            || Array.TrueForAll(biases, bias => Math.Abs((long)bias) + (255L * 128 * taps) <= int.MaxValue);
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
