using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.TfLite;

/// <summary>Imports each supported operator; the numbers are the schema's builtin codes and option fields.</summary>
internal static class TfLiteOperators
{
    private const int SplitCode = 49;
    private const int LargestExtent = 255;

    private static readonly Dictionary<int, Func<TfLiteOperator, TfLiteImporter, Operator>> Importers = new()
    {
        [0] = TfLiteElementwise.Add,
        [1] = AveragePool,
        [2] = TfLiteMovement.Concatenation,
        [3] = Convolution,
        [4] = Depthwise,
        [9] = FullyConnected,
        [14] = TfLiteElementwise.Logistic,
        [17] = MaxPool,
        [18] = TfLiteElementwise.Multiply,
        [19] = TfLiteElementwise.Relu,
        [21] = TfLiteElementwise.Relu6,
        [22] = TfLiteMovement.Reshape,
        [25] = Softmax,
        [28] = TfLiteElementwise.Tanh,
        [34] = TfLiteMovement.Pad,
        [39] = TfLiteMovement.Transpose,
        [40] = TfLiteMovement.Mean,
        [41] = TfLiteElementwise.Subtract,
        [43] = TfLiteMovement.Reshape,
        [45] = TfLiteMovement.StridedSlice,
        [55] = TfLiteElementwise.Maximum,
        [57] = TfLiteElementwise.Minimum,
        [60] = TfLiteMovement.Pad,
        [67] = TransposeConvolution,
        [70] = TfLiteMovement.Reshape,
        [97] = TfLiteMovement.ResizeNearest,
        [98] = TfLiteElementwise.LeakyRelu,
        [114] = TfLiteElementwise.Requantize,
        [117] = TfLiteElementwise.HardSwish,
    };

    internal static bool Supports(int code) => code == SplitCode || Importers.ContainsKey(code);

    internal static IEnumerable<Operator> Import(TfLiteOperator step, TfLiteImporter file) =>
        step.Code == SplitCode ? TfLiteMovement.Split(step, file) : [Importers[step.Code](step, file)];

    internal static int Option(TfLiteOperator step, int field, int absent = 0) => step.Options?.Int(field, absent) ?? absent;

    internal static Activation ActivationOf(TfLiteOperator step, int field) => (step.Options?.Byte(field) ?? 0) switch
    {
        0 => Activation.None,
        1 => Activation.Relu,
        3 => Activation.Relu6,
        byte other => throw new CompileException($"{step} has fused activation {other}: only NONE, RELU and RELU6 are supported."),
    };

    private static Softmax Softmax(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor output = file.Output(step);
        TfLiteElementwise.RequireScale(step, output.Quantization!, 1f / 256, -128);
        return new Softmax
        {
            Inputs = [file.Input(step, 0)],
            Output = output,
            Beta = step.Options?.Float(0) ?? 1,
        };
    }

    private static TransposeConv2D TransposeConvolution(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor output = file.Output(step);
        Shape shape = WeightShape(step, file);
        Extent stride = new(Option(step, 2), Option(step, 1));

        // The window is that of the convolution which leads from this output back to this input.
        Extent filter = new(shape.Height, shape.Width);
        Padding padding = PaddingOf(step, output.Shape, filter, stride, Extent.One);
        return new TransposeConv2D
        {
            Inputs = [file.Input(step, 2)],
            Output = output,
            Weights = file.Weights(step, TfLiteImporter.Operand(step, 1), shape, axis: 0),
            Bias = file.Bias(step, 3, output.Shape.Channels),
            Stride = stride,
            Cut = (padding.Top, padding.Left),
            Activation = ActivationOf(step, 3),
        };
    }

    private static Conv2D Convolution(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        Shape shape = WeightShape(step, file);
        Extent stride = new(Option(step, 2), Option(step, 1));
        Extent dilation = new(Option(step, 5, 1), Option(step, 4, 1));
        return new Conv2D
        {
            Inputs = [input],
            Output = output,
            Weights = file.Weights(step, TfLiteImporter.Operand(step, 1), shape, axis: 0),
            Bias = file.Bias(step, 2, output.Shape.Channels),
            Stride = stride,
            Dilation = dilation,
            Padding = PaddingOf(step, input.Shape, new Extent(shape.Height, shape.Width), stride, dilation),
            Activation = ActivationOf(step, 3),
        };
    }

    private static DepthwiseConv2D Depthwise(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        Shape shape = WeightShape(step, file);
        Extent stride = new(Option(step, 2), Option(step, 1));
        Extent dilation = new(Option(step, 6, 1), Option(step, 5, 1));
        return new DepthwiseConv2D
        {
            Inputs = [input],
            Output = output,
            Weights = file.Weights(step, TfLiteImporter.Operand(step, 1), shape, axis: 3),
            Bias = file.Bias(step, 2, output.Shape.Channels),
            Stride = stride,
            Dilation = dilation,
            Padding = PaddingOf(step, input.Shape, new Extent(shape.Height, shape.Width), stride, dilation),
            Activation = ActivationOf(step, 4),
        };
    }

    private static Operator FullyConnected(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        if ((step.Options?.Byte(1) ?? 0) != 0)
        {
            throw new CompileException($"{step} has shuffled weights: convert the model again without them.");
        }

        int[] weights = file.Dimensions(step, 1);
        if (weights is [_, > 0] && weights[1] != input.Shape.Elements && input.Shape.Elements % weights[1] == 0)
        {
            throw new CompileException(
                $"{step} applies to {input.Shape.Elements / weights[1]} rows at once: make it a 1x1 convolution, which does the same.");
        }

        Shape shape = new(output.Shape.Elements, 1, 1, input.Shape.Elements);
        return file.Reshaped(output, Shape.Vector(output.Shape.Elements), y => new FullyConnected
        {
            Inputs = [input],
            Output = y,
            Weights = file.Weights(step, TfLiteImporter.Operand(step, 1), shape, axis: 0),
            Bias = file.Bias(step, 2, output.Shape.Elements),
            Activation = ActivationOf(step, 0),
        });
    }

    private static AveragePool2D AveragePool(TfLiteOperator step, TfLiteImporter file)
    {
        (Tensor input, Extent filter, Extent stride, Padding padding) = PoolOf(step, file);
        return new AveragePool2D
        {
            Inputs = [input],
            Output = file.Output(step),
            Filter = filter,
            Stride = stride,
            Padding = padding,
            Activation = ActivationOf(step, 5),
        };
    }

    private static MaxPool2D MaxPool(TfLiteOperator step, TfLiteImporter file)
    {
        (Tensor input, Extent filter, Extent stride, Padding padding) = PoolOf(step, file);
        return new MaxPool2D
        {
            Inputs = [input],
            Output = file.Output(step),
            Filter = filter,
            Stride = stride,
            Padding = padding,
            Activation = ActivationOf(step, 5),
        };
    }

    private static (Tensor Input, Extent Filter, Extent Stride, Padding Padding) PoolOf(
        TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        TfLiteElementwise.RequireSameScale(step, input.Quantization!, file.Output(step).Quantization!);
        Extent stride = new(Option(step, 2), Option(step, 1));
        Extent filter = new(Option(step, 4), Option(step, 3));
        return (input, filter, stride, PaddingOf(step, input.Shape, filter, stride, Extent.One));
    }

    private static Shape WeightShape(TfLiteOperator step, TfLiteImporter file)
    {
        int[] d = file.Dimensions(step, 1);
        return d.Length == 4 && d.All(value => value is >= 1 and <= 65535) && d.Aggregate(1L, (a, b) => a * b) <= 1 << 26
            ? new Shape(d[0], d[1], d[2], d[3])
            : throw new CompileException($"{step} has weights of shape [{string.Join(", ", d)}]: four dimensions are expected.");
    }

    private static Padding PaddingOf(TfLiteOperator step, Shape input, Extent filter, Extent stride, Extent dilation)
    {
        int[] extents = [stride.Height, stride.Width, dilation.Height, dilation.Width, filter.Height, filter.Width];
        if (extents.Any(value => value is < 1 or > LargestExtent))
        {
            throw new CompileException($"{step} has a stride, dilation or filter that is not 1 to {LargestExtent}.");
        }

        const byte Same = 0;
        const byte Valid = 1;
        switch (step.Options?.Byte(0) ?? Same)
        {
            case Valid:
                return default;
            case Same:
                (int top, int bottom) = Padding.Same(input.Height, filter.Height, stride.Height, dilation.Height);
                (int left, int right) = Padding.Same(input.Width, filter.Width, stride.Width, dilation.Width);
                return new Padding(top, left, bottom, right);
            default:
                throw new CompileException($"{step} has an unknown padding: the file is damaged.");
        }
    }
}
