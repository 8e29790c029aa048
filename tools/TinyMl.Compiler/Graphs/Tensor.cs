namespace TinyMl.Compiler.Graphs;

/// <summary>
/// A value of a <see cref="Graph"/>: an activation (no data) or a constant (weights, bias). A tensor without
/// <see cref="Quantization"/> is float.
/// </summary>
public sealed class Tensor
{
    /// <summary>Makes a tensor.</summary>
    /// <param name="name">Unique in its graph.</param>
    /// <param name="shape">Every dimension at least 1.</param>
    public Tensor(string name, Shape shape)
    {
        Name = name;
        Shape = shape;
    }

    /// <summary>The name, for people.</summary>
    public string Name { get; }

    /// <summary>The shape, NHWC.</summary>
    public Shape Shape { get; }

    /// <summary>How integers stand for reals; null: float.</summary>
    public QuantizationParameters? Quantization { get; set; }

    /// <summary>Least and greatest real value seen in calibration; null: not calibrated.</summary>
    public ValueRange? Range { get; set; }

    /// <summary>Float constant: training changes it in place.</summary>
    public float[]? Values { get; set; }

    /// <summary>Int8 constant: quantised weights.</summary>
    public sbyte[]? Int8Values { get; set; }

    /// <summary>Int32 constant: quantised biases, scale = input scale * weight scale.</summary>
    public int[]? Int32Values { get; set; }

    /// <summary>Whether the tensor has data.</summary>
    public bool IsConstant => Values is not null || Int8Values is not null || Int32Values is not null;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";
}
