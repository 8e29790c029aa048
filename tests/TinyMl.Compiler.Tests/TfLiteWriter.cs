namespace TinyMl.Compiler.Tests;

/// <summary>Writes small .tflite files tensor by tensor, operator by operator, wrong where a test wants them wrong.</summary>
internal sealed class TfLiteWriter
{
    internal const byte Float32 = 0;
    internal const byte Int32 = 2;
    internal const byte Int8 = 9;

    private readonly List<FlatObject> _tensors = [];
    private readonly List<FlatObject> _operators = [];
    private readonly List<FlatObject> _codes = [];
    private readonly List<FlatObject> _buffers = [new()];

    /// <summary>Tensor indices.</summary>
    internal List<int> Inputs { get; } = [];

    /// <summary>Tensor indices.</summary>
    internal List<int> Outputs { get; } = [];

    /// <summary>Appends an int8 tensor.</summary>
    /// <param name="shape">As many dimensions as the file shall have.</param>
    /// <param name="scale">The scale; one per channel with <paramref name="scales"/>.</param>
    /// <param name="zero">The zero point.</param>
    /// <param name="data">The values of a constant; null: an activation.</param>
    /// <param name="scales">One scale per channel of weights.</param>
    /// <param name="axis">The dimension of the channels.</param>
    /// <param name="type">The element type.</param>
    /// <returns>Its index.</returns>
    internal int Tensor(
        int[] shape,
        float scale,
        int zero,
        sbyte[]? data = null,
        float[]? scales = null,
        int axis = 0,
        byte type = Int8) =>
        Add(shape, type, data is null ? null : Array.ConvertAll(data, v => (byte)v), scales ?? [scale], zero, axis);

    /// <summary>Appends an int32 constant: biases, axes, paddings.</summary>
    internal int Constant(params int[] values) => Constant([values.Length], values);

    /// <summary>Appends an int32 constant of a shape.</summary>
    internal int Constant(int[] shape, int[] values) =>
        Add(shape, Int32, [.. values.SelectMany(BitConverter.GetBytes)], [], 0, 0);

    /// <summary>Appends a float activation.</summary>
    internal int FloatTensor(int[] shape) => Add(shape, Float32, null, [], 0, 0);

    /// <summary>Appends an operator.</summary>
    /// <param name="code">The schema's builtin code.</param>
    /// <param name="inputs">Tensor indices; -1: left out.</param>
    /// <param name="outputs">Tensor indices.</param>
    /// <param name="optionsType">The schema's number of the options' table.</param>
    /// <param name="options">The options; null: none.</param>
    /// <param name="custom">The name of a custom operator.</param>
    internal void Operator(
        int code, int[] inputs, int[] outputs, byte optionsType = 0, FlatObject? options = null, string? custom = null)
    {
        // Codes above 127 only fit the newer field; the older one then holds a placeholder.
        FlatObject entry = new() { [0] = (byte)Math.Min(code, 127), [2] = 1, [3] = code };
        if (custom is not null)
        {
            entry[1] = custom;
        }

        _codes.Add(entry);
        FlatObject step = new() { [0] = _codes.Count - 1, [1] = inputs, [2] = outputs };
        if (options is not null)
        {
            step[3] = optionsType;
            step[4] = options;
        }

        _operators.Add(step);
    }

    /// <summary>The file.</summary>
    internal byte[] Build() => new FlatObject
    {
        [0] = 3,
        [1] = _codes.ToArray(),
        [2] = new[]
        {
            new FlatObject
            {
                [0] = _tensors.ToArray(),
                [1] = Inputs.ToArray(),
                [2] = Outputs.ToArray(),
                [3] = _operators.ToArray(),
                [4] = "main",
            },
        },
        [4] = _buffers.ToArray(),
    }.ToFile("TFL3");

    private int Add(int[] shape, byte type, byte[]? data, float[] scales, int zero, int axis)
    {
        FlatObject tensor = new() { [0] = shape, [1] = type, [3] = $"tensor{_tensors.Count}" };
        if (data is not null)
        {
            tensor[2] = _buffers.Count;
            _buffers.Add(new FlatObject { [0] = data });
        }

        if (scales.Length > 0)
        {
            tensor[4] = new FlatObject
            {
                [2] = scales,
                [3] = scales.Select(_ => (long)zero).ToArray(),
                [6] = axis,
            };
        }

        _tensors.Add(tensor);
        return _tensors.Count - 1;
    }
}
