using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.TfLite;

/// <summary>
/// Imports an int8 TensorFlow Lite model as a <see cref="Graph"/>. What cannot be imported is refused in one message that
/// lists every such operator with its name and place.
/// </summary>
public sealed class TfLiteImporter
{
    private readonly TfLiteModel _model;
    private readonly Dictionary<int, Tensor> _tensors = [];
    private readonly List<Operator> _operators = [];

    private TfLiteImporter(TfLiteModel model) => _model = model;

    /// <summary>Imports a file.</summary>
    /// <param name="file">The bytes of the .tflite file.</param>
    /// <param name="name">The name of the model, 1 to 31 ASCII characters.</param>
    /// <exception cref="CompileException">The file is damaged or has something that is not supported.</exception>
    public static Graph Import(byte[] file, string name)
    {
        TfLiteImporter importer = new(TfLiteModel.Read(file));
        importer.RefuseUnsupported();
        return importer.Run(name);
    }

    private void RefuseUnsupported()
    {
        FloatEdges edges = new(_model);
        string[] unsupported = _model.Operators
            .Except(edges.Stripped)
            .Where(step => !TfLiteOperators.Supports(step.Code))
            .Select(step => $"{step.Index} {step.Name}")
            .ToArray();
        if (unsupported.Length > 0)
        {
            throw new CompileException(
                $"The model has operators that are not supported: {string.Join(", ", unsupported)}. Replace them and convert the model again.");
        }
    }

    private Graph Run(string name)
    {
        FloatEdges edges = new(_model);
        Tensor[] inputs = edges.Inputs.Select(Activation).ToArray();
        foreach (TfLiteOperator step in _model.Operators.Except(edges.Stripped))
        {
            _operators.AddRange(TfLiteOperators.Import(step, this));
        }

        Graph graph = new()
        {
            Name = name,
            Inputs = inputs,
            Outputs = edges.Outputs.Select(Activation).ToArray(),
            Operators = _operators,
        };
        GraphCheck.Verify(graph);
        return graph;
    }

    /// <summary>An int8 activation.</summary>
    internal Tensor Activation(int index)
    {
        if (_tensors.TryGetValue(index, out Tensor? known))
        {
            return known;
        }

        TfLiteTensor source = _model.Tensors[index];
        if (source.Type != TfLiteType.Int8)
        {
            throw new CompileException(
                $"{source} has type {source.Type}: convert the model with full int8 quantisation, inputs and outputs included.");
        }

        if (source.IsConstant)
        {
            throw new CompileException($"{source} is a constant where an activation is needed: fold it before converting.");
        }

        Tensor tensor = new(source.Name.Length > 0 ? source.Name : $"tensor{index}", ShapeOf(source))
        {
            Quantization = Quantization(source),
        };
        _tensors[index] = tensor;
        return tensor;
    }

    /// <summary>An operand that is an activation or an int8 constant.</summary>
    internal Tensor InputOrConstant(TfLiteOperator step, int operand)
    {
        int index = Operand(step, operand);
        TfLiteTensor source = _model.Tensors[index];
        if (!source.IsConstant)
        {
            return Activation(index);
        }

        Shape shape = ShapeOf(source);
        return new Tensor(source.Name, shape)
        {
            Quantization = Quantization(source),
            Int8Values = Array.ConvertAll(Constant(step, operand, TfLiteType.Int8, shape.Elements), value => (sbyte)value),
        };
    }

    /// <summary>The int32 values of a constant operand.</summary>
    internal int[] IntConstant(TfLiteOperator step, int operand)
    {
        TfLiteTensor source = _model.Tensors[Operand(step, operand)];
        byte[] data = Constant(step, operand, TfLiteType.Int32, source.Data.Length / 4);
        int[] values = new int[data.Length / 4];
        Buffer.BlockCopy(data, 0, values, 0, data.Length);
        return values;
    }

    /// <summary>The number of dimensions that an operand has in the file.</summary>
    internal int Rank(TfLiteOperator step, int operand) => _model.Tensors[Operand(step, operand)].Shape.Length;

    /// <summary>An axis of a tensor of the file as an NHWC dimension, 0 to 3; negative axes count from the end.</summary>
    internal int Axis(TfLiteOperator step, int tensor, int axis)
    {
        int rank = _model.Tensors[tensor].Shape.Length;
        return axis >= -rank && axis < rank
            ? axis + (axis < 0 ? 4 : 4 - rank)
            : throw new CompileException($"{step} names axis {axis} of {rank}: the file is damaged.");
    }

    /// <summary>An operator that makes <paramref name="shape"/>, with a reshape behind it where the file wants another.</summary>
    internal Operator Reshaped(Tensor output, Shape shape, Func<Tensor, Operator> make)
    {
        if (output.Shape == shape)
        {
            return make(output);
        }

        Tensor between = new(output.Name + "/shaped", shape) { Quantization = output.Quantization };
        _operators.Add(make(between));
        return new Reshape { Inputs = [between], Output = output };
    }

    /// <summary>The bytes of a constant operand of a given type and length.</summary>
    internal byte[] Constant(TfLiteOperator step, int operand, TfLiteType type, int elements) =>
        Constant(step, _model.Tensors[Operand(step, operand)], type, elements);

    /// <summary>Weights: int8, symmetric, one scale or one per channel along <paramref name="axis"/>.</summary>
    internal Tensor Weights(TfLiteOperator step, int index, Shape shape, int axis)
    {
        TfLiteTensor source = _model.Tensors[index];
        byte[] data = Constant(step, source, TfLiteType.Int8, shape.Elements);
        int channels = new[] { shape.Batch, shape.Height, shape.Width, shape.Channels }[axis];
        if (source.Scales.Length != 1 && source.Scales.Length != channels)
        {
            throw new CompileException($"{source} has {source.Scales.Length} scales for {channels} channels.");
        }

        if (source.ZeroPoints.Any(zero => zero != 0))
        {
            throw new CompileException($"{source} has weights with a zero point: int8 weights are symmetric, convert the model again.");
        }

        return new Tensor(source.Name, shape)
        {
            Quantization = new QuantizationParameters(CheckScales(source), 0),
            Int8Values = Array.ConvertAll(data, value => (sbyte)value),
        };
    }

    /// <summary>Biases: int32; zeros where the operator has none.</summary>
    internal Tensor Bias(TfLiteOperator step, int operand, int channels)
    {
        if (operand >= step.Inputs.Length || step.Inputs[operand] < 0)
        {
            return new Tensor($"{step.Name}{step.Index}/bias", Shape.Vector(channels)) { Int32Values = new int[channels] };
        }

        int[] values = new int[channels];
        Buffer.BlockCopy(Constant(step, operand, TfLiteType.Int32, channels), 0, values, 0, 4 * channels);
        return new Tensor(_model.Tensors[step.Inputs[operand]].Name, Shape.Vector(channels)) { Int32Values = values };
    }

    /// <summary>The dimensions of a constant as the file has them.</summary>
    internal int[] Dimensions(TfLiteOperator step, int operand) => _model.Tensors[Operand(step, operand)].Shape;

    /// <summary>The tensor index of an operand that must be there.</summary>
    internal static int Operand(TfLiteOperator step, int operand) =>
        operand < step.Inputs.Length && step.Inputs[operand] >= 0
            ? step.Inputs[operand]
            : throw new CompileException($"{step} lacks input {operand}: the file is damaged.");

    internal Tensor Input(TfLiteOperator step, int operand) => Activation(Operand(step, operand));

    internal Tensor Output(TfLiteOperator step) => step.Outputs.Length == 1
        ? Activation(step.Outputs[0])
        : throw new CompileException($"{step} has {step.Outputs.Length} outputs: one is expected.");

    private static byte[] Constant(TfLiteOperator step, TfLiteTensor source, TfLiteType type, int elements)
    {
        int bytes = type == TfLiteType.Int8 ? 1 : 4;
        if (source.Type != type)
        {
            throw new CompileException($"{step} has {source} of type {source.Type} where {type} is needed: quantise the whole model to int8.");
        }

        return source.Data.Length == (long)elements * bytes
            ? source.Data
            : throw new CompileException(
                $"{step} has {source} with {source.Data.Length} bytes where {(long)elements * bytes} are needed: the file is damaged.");
    }

    private static Shape ShapeOf(TfLiteTensor source)
    {
        int[] d = source.Shape;
        if (d.Length > 4 || d.Any(value => value is < 1 or > 65535) || d.Aggregate(1L, (a, b) => a * b) > 1 << 24)
        {
            throw new CompileException(
                $"{source} has shape [{string.Join(", ", d)}]: at most four dimensions of 1 to 65535 are supported.");
        }

        int[] shape = [.. Enumerable.Repeat(1, 4 - d.Length), .. d];
        return shape[0] == 1
            ? new Shape(shape[0], shape[1], shape[2], shape[3])
            : throw new CompileException($"{source} has a batch of {shape[0]}: only batch 1 is supported, convert the model again.");
    }

    private static QuantizationParameters Quantization(TfLiteTensor source)
    {
        if (source.Scales.Length != 1 || source.ZeroPoints.Length > 1)
        {
            throw new CompileException($"{source} needs one scale and one zero point: convert the model again.");
        }

        long zero = source.ZeroPoints.Length == 1 ? source.ZeroPoints[0] : 0;
        return zero is >= -128 and <= 127
            ? new QuantizationParameters(CheckScales(source), (int)zero)
            : throw new CompileException($"{source} has zero point {zero}: int8 ends at -128 and 127.");
    }

    private static float[] CheckScales(TfLiteTensor source) => Array.TrueForAll(source.Scales, s => s > 0 && float.IsFinite(s))
        ? source.Scales
        : throw new CompileException($"{source} has a scale that is not a positive number: the file is damaged.");
}
