namespace TinyMl.Compiler.Graphs;

/// <summary>Zeros around an image, in rows and columns.</summary>
public readonly record struct Padding(int Top, int Left, int Bottom, int Right)
{
    /// <summary>TensorFlow's SAME for one axis: output = ceil(input / stride), the odd row after.</summary>
    public static (int Before, int After) Same(int input, int filter, int stride, int dilation = 1)
    {
        int effective = ((filter - 1) * dilation) + 1;
        int total = Math.Max(0, ((((input + stride - 1) / stride) - 1) * stride) + effective - input);
        return (total / 2, total - (total / 2));
    }
}

/// <summary>Height and width of a filter, stride or dilation.</summary>
public readonly record struct Extent(int Height, int Width)
{
    /// <summary>1 by 1.</summary>
    public static Extent One => new(1, 1);
}

/// <summary>One step of a <see cref="Graph"/>: it reads <see cref="Inputs"/> and constants and writes <see cref="Output"/>.</summary>
public abstract class Operator
{
    private Tensor[] _inputs = [];
    private Tensor? _output;

    /// <summary>The activations that it reads.</summary>
    public required Tensor[] Inputs
    {
        get => _inputs;
        init => _inputs = value;
    }

    /// <summary>What it writes.</summary>
    public required Tensor Output
    {
        get => _output!;
        init => _output = value;
    }

    /// <summary>The first input.</summary>
    public Tensor Input => Inputs[0];

    /// <summary>The constants that it reads, parameters for the trainer among them.</summary>
    public virtual IEnumerable<Tensor> Constants => [];

    /// <summary>Multiply-accumulates of one inference.</summary>
    public virtual long MultiplyAccumulates => 0;

    /// <summary>The same operator with every activation replaced by what <paramref name="map"/> makes of it.</summary>
    public Operator Rewire(Func<Tensor, Tensor> map)
    {
        Operator copy = (Operator)MemberwiseClone();
        copy._inputs = Array.ConvertAll(_inputs, tensor => map(tensor));
        copy._output = map(_output!);
        return copy;
    }
}

/// <summary>An operator whose kernel clamps its output.</summary>
public abstract class ClampedOperator : Operator
{
    private Activation _activation;

    /// <summary>The fused activation, in real terms.</summary>
    public Activation Activation
    {
        get => _activation;
        init => _activation = value;
    }

    /// <summary>Limits of the int8 output besides the activation's.</summary>
    public Limits Limits { get; private set; } = Limits.All;

    /// <summary>The same operator with narrower limits.</summary>
    public ClampedOperator WithLimits(Limits limits)
    {
        ClampedOperator copy = (ClampedOperator)MemberwiseClone();
        copy.Limits = new Limits(Math.Max(Limits.Minimum, limits.Minimum), Math.Min(Limits.Maximum, limits.Maximum));
        return copy;
    }

    /// <summary>The same operator with another activation.</summary>
    protected ClampedOperator WithActivation(Activation activation)
    {
        ClampedOperator copy = (ClampedOperator)MemberwiseClone();
        copy._activation = activation;
        return copy;
    }
}

/// <summary>An operator with weights and a bias per output channel.</summary>
public abstract class WeightedOperator : ClampedOperator
{
    private Tensor? _weights;
    private Tensor? _bias;

    /// <summary>The weights; the layout depends on the operator.</summary>
    public required Tensor Weights
    {
        get => _weights!;
        init => _weights = value;
    }

    /// <summary>One per output channel.</summary>
    public required Tensor Bias
    {
        get => _bias!;
        init => _bias = value;
    }

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Constants => [Weights, Bias];

    /// <summary>The output channel that a weight belongs to: depthwise weights have it innermost, all others outermost.</summary>
    public int ChannelOf(int weight)
    {
        int channels = Output.Shape.Channels;
        return this is DepthwiseConv2D ? weight % channels : weight / (Weights.Shape.Elements / channels);
    }

    /// <summary>The same operator with other tensors and another clamp.</summary>
    public WeightedOperator With(Tensor input, Tensor output, Tensor weights, Tensor bias, Activation activation)
    {
        WeightedOperator copy = (WeightedOperator)WithActivation(activation).Rewire(tensor => tensor == Output ? output : input);
        copy._weights = weights;
        copy._bias = bias;
        return copy;
    }
}

/// <summary>An operator that moves a window over an image.</summary>
public abstract class WindowedOperator : WeightedOperator
{
    private Padding _padding;

    /// <summary>Step of the window.</summary>
    public Extent Stride { get; init; } = Extent.One;

    /// <summary>Distance of the filter's taps.</summary>
    public Extent Dilation { get; init; } = Extent.One;

    /// <summary>Zeros around the input.</summary>
    public Padding Padding
    {
        get => _padding;
        init => _padding = value;
    }

    /// <summary>The same operator with other padding.</summary>
    public WindowedOperator WithPadding(Padding padding)
    {
        WindowedOperator copy = (WindowedOperator)MemberwiseClone();
        copy._padding = padding;
        return copy;
    }
}

/// <summary>CONV_2D; weights [out, filter height, filter width, in].</summary>
public sealed class Conv2D : WindowedOperator
{
    /// <inheritdoc/>
    public override long MultiplyAccumulates =>
        (long)Output.Shape.Elements * Weights.Shape.Height * Weights.Shape.Width * Weights.Shape.Channels;
}

/// <summary>DEPTHWISE_CONV_2D; weights [1, filter height, filter width, out], out = in * multiplier.</summary>
public sealed class DepthwiseConv2D : WindowedOperator
{
    /// <inheritdoc/>
    public override long MultiplyAccumulates =>
        (long)Output.Shape.Elements * Weights.Shape.Height * Weights.Shape.Width;
}

/// <summary>TRANSPOSE_CONV: each input element spreads its filter over the output; weights [out, filter height, filter width, in].</summary>
public sealed class TransposeConv2D : WeightedOperator
{
    /// <summary>Step of the filter in the output.</summary>
    public required Extent Stride { get; init; }

    /// <summary>Rows and columns of the spread result that are cut away before the output's first.</summary>
    public required (int Top, int Left) Cut { get; init; }

    /// <inheritdoc/>
    public override long MultiplyAccumulates => (long)Input.Shape.Elements * Weights.Shape.Elements / Weights.Shape.Channels;
}

/// <summary>FULLY_CONNECTED over all elements of its input; weights [out, 1, 1, in].</summary>
public sealed class FullyConnected : WeightedOperator
{
    /// <inheritdoc/>
    public override long MultiplyAccumulates => Weights.Shape.Elements;
}

/// <summary>Batch normalisation over all but the channels; float graphs only, folded into its producer before quantisation.</summary>
public sealed class BatchNormalization : Operator
{
    /// <summary>Scale per channel.</summary>
    public required Tensor Gamma { get; init; }

    /// <summary>Shift per channel.</summary>
    public required Tensor Beta { get; init; }

    /// <summary>Running mean per channel.</summary>
    public required Tensor Mean { get; init; }

    /// <summary>Running variance per channel.</summary>
    public required Tensor Variance { get; init; }

    /// <summary>Added to the variance.</summary>
    public float Epsilon { get; init; } = 1e-3f;

    /// <summary>The clamp of the output.</summary>
    public Activation Activation { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Constants => [Gamma, Beta, Mean, Variance];
}

/// <summary>An average or maximum over a window; padding does not count.</summary>
public abstract class Pool2D : ClampedOperator
{
    /// <summary>The window.</summary>
    public required Extent Filter { get; init; }

    /// <summary>Step of the window.</summary>
    public Extent Stride { get; init; } = Extent.One;

    /// <summary>Rows and columns around the input that no average counts.</summary>
    public Padding Padding { get; init; }
}

/// <summary>AVERAGE_POOL_2D.</summary>
public sealed class AveragePool2D : Pool2D;

/// <summary>MAX_POOL_2D.</summary>
public sealed class MaxPool2D : Pool2D;

/// <summary>SOFTMAX over the channels.</summary>
public sealed class Softmax : Operator
{
    /// <summary>Factor of the exponents.</summary>
    public float Beta { get; init; } = 1;
}
