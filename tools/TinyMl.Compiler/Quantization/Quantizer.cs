using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Quantization;

/// <summary>
/// Turns a calibrated float graph into an int8 graph by TensorFlow Lite's 8-bit rules: activations int8 per tensor, weights
/// int8 symmetric per output channel, biases int32 with scale input * weights.
/// </summary>
public sealed class Quantizer
{
    // Biases keep clear of the end of int32, so that they and the sums of any layer fit (SPEC.md, operators).
    private const double BiasLimit = 1 << 30;

    private readonly Dictionary<Tensor, Tensor> _tensors = [];

    private Quantizer()
    {
    }

    /// <summary>Quantises a graph.</summary>
    /// <param name="graph">Float, calibrated, batch normalisations folded.</param>
    /// <param name="input">The input's quantisation where the front end prescribes it; null: from its range.</param>
    public static Graph Quantize(Graph graph, QuantizationParameters? input = null)
    {
        Quantizer quantizer = new();
        foreach (Tensor tensor in graph.Inputs)
        {
            quantizer._tensors[tensor] = new Tensor(tensor.Name, tensor.Shape) { Quantization = input ?? OfRange(tensor) };
        }

        Operator[] operators = graph.Operators.Select(quantizer.Convert).ToArray();
        return new Graph
        {
            Name = graph.Name,
            Inputs = graph.Inputs.Select(tensor => quantizer._tensors[tensor]).ToArray(),
            Outputs = graph.Outputs.Select(tensor => quantizer._tensors[tensor]).ToArray(),
            Operators = operators,
        };
    }

    /// <summary>Int8 parameters that cover a range and represent 0 exactly.</summary>
    public static QuantizationParameters OfRange(ValueRange range)
    {
        double minimum = Math.Min(0, range.Minimum);
        double maximum = Math.Max(0, range.Maximum);
        float scale = (float)((maximum - minimum) / 255);
        if (!(scale > 0))
        {
            // Never anything but zero: any scale will do.
            return new QuantizationParameters(1, 0);
        }

        int zero = (int)Math.Clamp(Math.Round(-128 - (minimum / scale)), -128, 127);
        return new QuantizationParameters(scale, zero);
    }

    private static QuantizationParameters OfRange(Tensor tensor) => tensor.Range is { } range
        ? OfRange(range)
        : throw new CompileException($"The tensor {tensor.Name} has no range: calibrate the graph first.");

    private Operator Convert(Operator step) => step switch
    {
        WeightedOperator weighted => Convert(weighted),
        AveragePool2D pool => new AveragePool2D
        {
            Inputs = Inputs(pool),
            Output = SameScale(pool),
            Filter = pool.Filter,
            Stride = pool.Stride,
            Padding = pool.Padding,
            Activation = pool.Activation,
        },
        MaxPool2D pool => new MaxPool2D
        {
            Inputs = Inputs(pool),
            Output = SameScale(pool),
            Filter = pool.Filter,
            Stride = pool.Stride,
            Padding = pool.Padding,
            Activation = pool.Activation,
        },
        Add add => new Add { Inputs = Inputs(add), Output = Output(add, OfRange(add.Output)), Activation = add.Activation },
        Softmax softmax => new Softmax
        {
            Inputs = Inputs(softmax),
            Output = Output(softmax, new QuantizationParameters(1f / 256, -128)),
            Beta = softmax.Beta,
        },
        Reshape reshape => new Reshape { Inputs = Inputs(reshape), Output = SameScale(reshape) },
        BatchNormalization => throw new CompileException($"Fold {step.Output.Name} before quantising."),
        _ => throw new CompileException($"There is no int8 operator {step.GetType().Name}."),
    };

    private WeightedOperator Convert(WeightedOperator step)
    {
        Tensor input = _tensors[step.Input];
        Tensor output = Output(step, OfRange(step.Output));
        int channels = step.Output.Shape.Channels;
        float[] scales = WeightScales(step, input.Quantization!.Scale, channels);
        Tensor weights = new(step.Weights.Name, step.Weights.Shape)
        {
            Quantization = new QuantizationParameters(scales, 0),
            Int8Values = new sbyte[step.Weights.Shape.Elements],
        };
        for (int i = 0; i < weights.Int8Values.Length; i++)
        {
            double value = step.Weights.Values![i] / scales[step.ChannelOf(i)];
            weights.Int8Values[i] = (sbyte)Math.Clamp(Math.Round(value, MidpointRounding.AwayFromZero), -127, 127);
        }

        Tensor bias = new(step.Bias.Name, step.Bias.Shape)
        {
            Quantization = new QuantizationParameters(Array.ConvertAll(scales, s => s * input.Quantization!.Scale), 0),
            Int32Values = new int[channels],
        };
        for (int i = 0; i < channels; i++)
        {
            double unit = (double)input.Quantization!.Scale * scales[i];
            bias.Int32Values[i] = (int)Math.Round(step.Bias.Values![i] / unit, MidpointRounding.AwayFromZero);
        }

        return step.With(input, output, weights, bias, step.Activation);
    }

    private static float[] WeightScales(WeightedOperator step, float inputScale, int channels)
    {
        float[] scales = new float[channels];
        for (int i = 0; i < step.Weights.Values!.Length; i++)
        {
            int channel = step.ChannelOf(i);
            scales[channel] = Math.Max(scales[channel], Math.Abs(step.Weights.Values[i]) / 127);
        }

        for (int i = 0; i < channels; i++)
        {
            double least = Math.Abs(step.Bias.Values![i]) / (BiasLimit * inputScale);
            scales[i] = Math.Max(scales[i], (float)least);
            if (scales[i] == 0)
            {
                scales[i] = 1f / 127;
            }
        }

        return scales;
    }

    private Tensor[] Inputs(Operator step) => Array.ConvertAll(step.Inputs, tensor => _tensors[tensor]);

    private Tensor SameScale(Operator step) => Output(step, _tensors[step.Input].Quantization!);

    private Tensor Output(Operator step, QuantizationParameters quantization)
    {
        Tensor tensor = new(step.Output.Name, step.Output.Shape) { Quantization = quantization };
        _tensors[step.Output] = tensor;
        return tensor;
    }
}
