namespace TinyMl.Compiler.Graphs;

/// <summary>Builds a float <see cref="Graph"/> layer by layer, infers the shapes and initialises the weights (He, 2015).</summary>
public sealed class GraphBuilder
{
    private readonly List<Operator> _operators = [];
    private readonly Random _random;
    private readonly string _name;

    /// <summary>Starts a graph.</summary>
    /// <param name="name">The name of the model.</param>
    /// <param name="seed">Same seed, same weights.</param>
    public GraphBuilder(string name, int seed)
    {
        _name = name;
        _random = new Random(seed);
    }

    /// <summary>An input of the graph.</summary>
    public static Tensor Input(Shape shape) => new("input", shape);

    /// <summary>A convolution.</summary>
    /// <param name="x">The input.</param>
    /// <param name="filters">Output channels.</param>
    /// <param name="filter">Filter size.</param>
    /// <param name="stride">Step of the window.</param>
    /// <param name="same">Pad as TensorFlow's SAME; else VALID.</param>
    /// <param name="activation">The clamp.</param>
    public Tensor Conv2D(Tensor x, int filters, Extent filter, Extent stride, bool same, Activation activation)
    {
        (Padding padding, Tensor y) = Window(x, filters, filter, stride, same, "conv");
        int taps = filter.Height * filter.Width * x.Shape.Channels;
        return Push(new Conv2D
        {
            Inputs = [x],
            Output = y,
            Weights = Weights(y, new Shape(filters, filter.Height, filter.Width, x.Shape.Channels), taps),
            Bias = Constant(y.Name + "/bias", Shape.Vector(filters), 0),
            Stride = stride,
            Padding = padding,
            Activation = activation,
        });
    }

    /// <summary>A depthwise convolution with one filter per channel.</summary>
    public Tensor DepthwiseConv2D(Tensor x, Extent filter, Extent stride, bool same, Activation activation)
    {
        int channels = x.Shape.Channels;
        (Padding padding, Tensor y) = Window(x, channels, filter, stride, same, "depthwise");
        return Push(new DepthwiseConv2D
        {
            Inputs = [x],
            Output = y,
            Weights = Weights(y, new Shape(1, filter.Height, filter.Width, channels), filter.Height * filter.Width),
            Bias = Constant(y.Name + "/bias", Shape.Vector(channels), 0),
            Stride = stride,
            Padding = padding,
            Activation = activation,
        });
    }

    /// <summary>A dense layer over all elements.</summary>
    public Tensor FullyConnected(Tensor x, int units, Activation activation)
    {
        Tensor y = new(NextName("dense"), Shape.Vector(units));
        return Push(new FullyConnected
        {
            Inputs = [x],
            Output = y,
            Weights = Weights(y, new Shape(units, 1, 1, x.Shape.Elements), x.Shape.Elements),
            Bias = Constant(y.Name + "/bias", Shape.Vector(units), 0),
            Activation = activation,
        });
    }

    /// <summary>Batch normalisation followed by a clamp.</summary>
    public Tensor BatchNormalization(Tensor x, Activation activation)
    {
        Tensor y = new(NextName("norm"), x.Shape);
        Shape channels = Shape.Vector(x.Shape.Channels);
        return Push(new BatchNormalization
        {
            Inputs = [x],
            Output = y,
            Gamma = Constant(y.Name + "/gamma", channels, 1),
            Beta = Constant(y.Name + "/beta", channels, 0),
            Mean = Constant(y.Name + "/mean", channels, 0),
            Variance = Constant(y.Name + "/variance", channels, 1),
            Activation = activation,
        });
    }

    /// <summary>The average over all rows and columns.</summary>
    public Tensor GlobalAveragePool(Tensor x) => AveragePool2D(x, new Extent(x.Shape.Height, x.Shape.Width), Extent.One, false);

    /// <summary>An average over a window.</summary>
    public Tensor AveragePool2D(Tensor x, Extent filter, Extent stride, bool same)
    {
        (Padding padding, Tensor y) = Window(x, x.Shape.Channels, filter, stride, same, "average");
        return Push(new AveragePool2D { Inputs = [x], Output = y, Filter = filter, Stride = stride, Padding = padding });
    }

    /// <summary>A maximum over a window.</summary>
    public Tensor MaxPool2D(Tensor x, Extent filter, Extent stride, bool same)
    {
        (Padding padding, Tensor y) = Window(x, x.Shape.Channels, filter, stride, same, "maximum");
        return Push(new MaxPool2D { Inputs = [x], Output = y, Filter = filter, Stride = stride, Padding = padding });
    }

    /// <summary>The sum of two equal shapes.</summary>
    public Tensor Add(Tensor a, Tensor b, Activation activation) =>
        Push(new Add { Inputs = [a, b], Output = new Tensor(NextName("add"), a.Shape), Activation = activation });

    /// <summary>Softmax over the channels.</summary>
    public Tensor Softmax(Tensor x) =>
        Push(new Softmax { Inputs = [x], Output = new Tensor(NextName("softmax"), x.Shape) });

    /// <summary>Ends the graph.</summary>
    public Graph Build(Tensor input, Tensor output) =>
        new() { Name = _name, Inputs = [input], Outputs = [output], Operators = _operators.ToArray() };

    private (Padding Padding, Tensor Output) Window(
        Tensor x, int channels, Extent filter, Extent stride, bool same, string kind)
    {
        (int top, int bottom) = same ? Padding.Same(x.Shape.Height, filter.Height, stride.Height) : (0, 0);
        (int left, int right) = same ? Padding.Same(x.Shape.Width, filter.Width, stride.Width) : (0, 0);
        int height = ((x.Shape.Height + top + bottom - filter.Height) / stride.Height) + 1;
        int width = ((x.Shape.Width + left + right - filter.Width) / stride.Width) + 1;

        // VALID drops what does not fill a window; a negative pad would be the same, so none is recorded.
        return (new Padding(top, left, bottom, right), new Tensor(NextName(kind), new Shape(1, height, width, channels)));
    }

    private Tensor Weights(Tensor output, Shape shape, int fanIn)
    {
        Tensor weights = Constant(output.Name + "/weights", shape, 0);
        double deviation = Math.Sqrt(2.0 / fanIn);
        for (int i = 0; i < weights.Values!.Length; i++)
        {
            // Box-Muller; 1 - u keeps the logarithm's argument above zero.
            double radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble()));
            weights.Values[i] = (float)(deviation * radius * Math.Cos(2 * Math.PI * _random.NextDouble()));
        }

        return weights;
    }

    private static Tensor Constant(string name, Shape shape, float value)
    {
        float[] values = new float[shape.Elements];
        Array.Fill(values, value);
        return new Tensor(name, shape) { Values = values };
    }

    private Tensor Push(Operator step)
    {
        _operators.Add(step);
        return step.Output;
    }

    private string NextName(string kind) => $"{kind}{_operators.Count + 1}";
}
