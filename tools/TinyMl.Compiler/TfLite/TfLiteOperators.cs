using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.TfLite;

/// <summary>Imports each supported operator; the numbers are the schema's builtin codes and option fields.</summary>
internal static class TfLiteOperators
{
    private static readonly Dictionary<int, Func<TfLiteOperator, TfLiteImporter, Operator>> Importers = new()
    {
        [0] = (step, file) => new Add
        {
            Inputs = [file.Input(step, 0), file.Input(step, 1)],
            Output = file.Output(step),
            Activation = ActivationOf(step, 0),
        },
        [1] = AveragePool,
        [3] = Convolution,
        [4] = Depthwise,
        [9] = FullyConnected,
        [17] = MaxPool,
        [22] = (step, file) => new Reshape { Inputs = [file.Input(step, 0)], Output = file.Output(step) },
        [25] = (step, file) => new Softmax
        {
            Inputs = [file.Input(step, 0)],
            Output = file.Output(step),
            Beta = step.Options?.Float(0) ?? 1,
        },
    };

    internal static bool Supports(int code) => Importers.ContainsKey(code);

    internal static Operator Import(TfLiteOperator step, TfLiteImporter file) => Importers[step.Code](step, file);

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

    private static FullyConnected FullyConnected(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        if (Option(step, 1) != 0)
        {
            throw new CompileException($"{step} has shuffled weights: convert the model again without them.");
        }

        Shape shape = new(output.Shape.Elements, 1, 1, input.Shape.Elements);
        return new FullyConnected
        {
            Inputs = [input],
            Output = output,
            Weights = file.Weights(step, TfLiteImporter.Operand(step, 1), shape, axis: 0),
            Bias = file.Bias(step, 2, output.Shape.Channels),
            Activation = ActivationOf(step, 0),
        };
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
        if (stride.Height < 1 || stride.Width < 1 || dilation.Height < 1 || dilation.Width < 1
            || filter.Height < 1 || filter.Width < 1)
        {
            throw new CompileException($"{step} has a stride, dilation or filter of zero: the file is damaged.");
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

    private static int Option(TfLiteOperator step, int field, int absent = 0) => step.Options?.Int(field, absent) ?? absent;

    private static Activation ActivationOf(TfLiteOperator step, int field) => (step.Options?.Byte(field) ?? 0) switch
    {
        0 => Activation.None,
        1 => Activation.Relu,
        3 => Activation.Relu6,
        byte other => throw new CompileException($"{step} has fused activation {other}: only NONE, RELU and RELU6 are supported."),
    };
}
