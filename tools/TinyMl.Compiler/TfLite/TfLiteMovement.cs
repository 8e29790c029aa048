using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.TfLite;

/// <summary>Imports operators that only move elements.</summary>
internal static class TfLiteMovement
{
    internal static Operator Reshape(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        TfLiteElementwise.RequireSameScale(step, input.Quantization!, output.Quantization!);
        return new Reshape { Inputs = [input], Output = output };
    }

    internal static Operator Concatenation(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor output = file.Output(step);
        Tensor[] inputs = Enumerable.Range(0, step.Inputs.Length).Select(i => file.Input(step, i)).ToArray();
        foreach (Tensor input in inputs)
        {
            TfLiteElementwise.RequireSameScale(step, input.Quantization!, output.Quantization!);
        }

        if (TfLiteOperators.ActivationOf(step, 1) != Activation.None)
        {
            throw new CompileException($"{step} has a fused activation: convert the model again without it.");
        }

        return new Concatenation
        {
            Inputs = inputs,
            Output = output,
            Axis = file.Axis(step, step.Outputs[0], TfLiteOperators.Option(step, 0)),
        };
    }

    internal static Operator Pad(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        TfLiteElementwise.RequireSameScale(step, input.Quantization!, output.Quantization!);
        int[] border = file.IntConstant(step, 1);
        int rank = file.Rank(step, 0);
        if (border.Length != 2 * rank || border.Any(value => value is < 0 or > 65535))
        {
            throw new CompileException($"{step} has a border of {border.Length} numbers for {rank} dimensions: the file is damaged.");
        }

        int[] all = [.. Enumerable.Repeat(0, 2 * (4 - rank)), .. border];
        return new Pad
        {
            Inputs = [input],
            Output = output,
            Padding = new Padding(all[2], all[4], all[3], all[5]),
            ChannelsBefore = all[6],
            Value = step.Inputs.Length > 2 ? PadValue(step, file, output) : (sbyte)output.Quantization!.ZeroPoint,
        };
    }

    private static sbyte PadValue(TfLiteOperator step, TfLiteImporter file, Tensor output)
    {
        Tensor value = file.InputOrConstant(step, 2);
        TfLiteElementwise.RequireSameScale(step, value.Quantization!, output.Quantization!);
        return value.Int8Values is [sbyte only]
            ? only
            : throw new CompileException($"{step} has a border that is not one constant: that is not supported.");
    }

    internal static Operator Transpose(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        int[] order = file.IntConstant(step, 1);
        int rank = file.Rank(step, 0);
        if (order.Length != rank || !order.Order().SequenceEqual(Enumerable.Range(0, rank)))
        {
            throw new CompileException($"{step} has [{string.Join(", ", order)}] as the order of {rank} dimensions: the file is damaged.");
        }

        int[] distances = Distances(input.Shape);
        int[] steps = [.. Enumerable.Range(0, 4 - rank).Select(i => distances[i]), .. order.Select(i => distances[i + 4 - rank])];
        return Copy(step, input, file.Output(step), 0, steps);
    }

    internal static Operator ResizeNearest(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        TfLiteElementwise.RequireSameScale(step, input.Quantization!, output.Quantization!);
        bool corners = step.Options?.Bool(0) ?? false;
        bool centres = step.Options?.Bool(1) ?? false;
        return new ResizeNearestNeighbor
        {
            Inputs = [input],
            Output = output,
            Rows = Nearest(input.Shape.Height, output.Shape.Height, corners, centres),
            Columns = Nearest(input.Shape.Width, output.Shape.Width, corners, centres),
        };
    }

    internal static Operator Mean(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        int[] kept = [input.Shape.Batch, input.Shape.Height, input.Shape.Width, input.Shape.Channels];
        foreach (int axis in file.IntConstant(step, 1))
        {
            kept[file.Axis(step, step.Inputs[0], axis)] = 1;
        }

        Tensor output = file.Output(step);
        Shape shape = new(kept[0], kept[1], kept[2], kept[3]);
        return file.Reshaped(output, shape, mean => new Mean { Inputs = [input], Output = mean });
    }

    internal static Operator StridedSlice(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        int rank = file.Rank(step, 0);
        int[] begin = file.IntConstant(step, 1);
        int[] end = file.IntConstant(step, 2);
        int[] stride = file.IntConstant(step, 3);
        if (begin.Length != end.Length || begin.Length != stride.Length || begin.Length > rank || stride.Contains(0))
        {
            throw new CompileException($"{step} has begin, end and strides that do not fit: the file is damaged.");
        }

        if (TfLiteOperators.Option(step, 2) != 0 || TfLiteOperators.Option(step, 3) != 0)
        {
            throw new CompileException($"{step} uses an ellipsis or a new axis: write the slice out and convert the model again.");
        }

        if (step.Options?.Bool(5) ?? false)
        {
            throw new CompileException($"{step} counts its end from its beginning: convert the model again without offsets.");
        }

        int[] size = [input.Shape.Batch, input.Shape.Height, input.Shape.Width, input.Shape.Channels];
        int[] distances = Distances(input.Shape);
        int start = 0;
        for (int i = 0; i < begin.Length; i++)
        {
            int axis = i + 4 - rank;
            (int first, int count) = Range(
                size[axis],
                IsSet(step, 0, i) ? null : begin[i],
                IsSet(step, 1, i) ? null : end[i],
                stride[i],
                single: IsSet(step, 4, i));
            start += first * distances[axis];
            size[axis] = count;
            distances[axis] *= stride[i];
        }

        if (size.Any(n => n < 1) || size[0] != 1)
        {
            throw new CompileException($"{step} takes no element or several of the batch: that is not supported.");
        }

        Tensor output = file.Output(step);
        return file.Reshaped(output, new Shape(1, size[1], size[2], size[3]), y => Copy(step, input, y, start, distances));
    }

    internal static IEnumerable<Operator> Split(TfLiteOperator step, TfLiteImporter file)
    {
        int index = TfLiteImporter.Operand(step, 1);
        Tensor input = file.Activation(index);
        int axis = file.Axis(step, index, file.IntConstant(step, 0).FirstOrDefault());
        int[] distances = Distances(input.Shape);
        int start = 0;
        foreach (int part in step.Outputs)
        {
            Tensor output = file.Activation(part);
            yield return Copy(step, input, output, start, distances);
            Shape shape = output.Shape;
            start += new[] { shape.Batch, shape.Height, shape.Width, shape.Channels }[axis] * distances[axis];
        }
    }

    private static StridedCopy Copy(TfLiteOperator step, Tensor input, Tensor output, int start, int[] distances)
    {
        TfLiteElementwise.RequireSameScale(step, input.Quantization!, output.Quantization!);
        return new StridedCopy
        {
            Inputs = [input],
            Output = output,
            Start = start,
            Steps = (distances[1], distances[2], distances[3]),
            Function = step.Name,
        };
    }

    private static int[] Distances(Shape shape) =>
        [shape.Elements, shape.Width * shape.Channels, shape.Channels, 1];

    private static bool IsSet(TfLiteOperator step, int field, int bit) => ((TfLiteOperators.Option(step, field) >> bit) & 1) != 0;

    // NumPy's rules: negative numbers count from the end, what reaches beyond is clamped.
    private static (int First, int Count) Range(int size, int? begin, int? end, int stride, bool single)
    {
        int Clamp(int value, int least, int most) => Math.Clamp(value < 0 ? value + size : value, least, most);
        if (single)
        {
            return (Clamp(begin ?? 0, 0, size - 1), 1);
        }

        long span = stride > 0
            ? Clamp(end ?? size, 0, size) - (begin is { } from ? Clamp(from, 0, size) : 0)
            : (begin is { } last ? Clamp(last, -1, size - 1) : size - 1) - (end is { } to ? Clamp(to, -1, size - 1) : -1);
        long count = (span + Math.Abs((long)stride) - 1) / Math.Abs((long)stride);
        int first = stride > 0
            ? (begin is { } b ? Clamp(b, 0, size) : 0)
            : (begin is { } l ? Clamp(l, -1, size - 1) : size - 1);
        return (first, (int)Math.Max(0, count));
    }

    // In float, as TensorFlow Lite does.
    private static int[] Nearest(int input, int output, bool corners, bool centres)
    {
        float scale = corners && output > 1 ? (input - 1) / (float)(output - 1) : input / (float)output;
        float offset = centres ? 0.5f : 0;
        return Enumerable.Range(0, output).Select(i =>
        {
            float at = (i + offset) * scale;
            int nearest = corners ? (int)MathF.Round(at, MidpointRounding.AwayFromZero) : (int)MathF.Floor(at);
            return Math.Max(0, Math.Min(nearest, input - 1));
        }).ToArray();
    }
}
