using System.Numerics;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Layers;
using TinyMl.Training.Numerics;

namespace TinyMl.Training;

/// <summary>
/// A float <see cref="Graph"/> with working memory for a batch: forward, loss, reverse. It has one input and ends in
/// <see cref="Softmax"/>. With float it trains the graph's own constants; with double it works on a copy of them.
/// </summary>
/// <typeparam name="T">float to train, double to check gradients.</typeparam>
public sealed class Network<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Dictionary<Tensor, Blob<T>> _blobs = [];
    private readonly List<Layer<T>> _layers = [];
    private readonly SoftmaxLayer<T> _loss;
    private readonly Workers _workers;

    /// <summary>Binds a graph.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="capacity">Samples in the largest batch.</param>
    /// <param name="workers">The threads.</param>
    /// <param name="momentum">How much of its running averages batch normalisation keeps at each batch, 0 to 1.</param>
    public Network(Graph graph, int capacity, Workers workers, double momentum = 0.95)
    {
        if (graph.Inputs.Count != 1 || graph.Operators[^1] is not Softmax)
        {
            throw new ArgumentException("A graph to train has one input and ends in Softmax.", nameof(graph));
        }

        Capacity = capacity;
        _workers = workers;
        foreach (Tensor tensor in graph.Activations)
        {
            _blobs.Add(tensor, new Blob<T>(tensor.Shape, capacity));
        }

        foreach (Operator step in graph.Operators)
        {
            _layers.Add(Layer(step, _blobs, momentum));
        }

        Input = _blobs[graph.Inputs[0]];
        Output = _blobs[graph.Operators[^1].Output];
        _loss = (SoftmaxLayer<T>)_layers[^1];
        Parameters = _layers.SelectMany(l => l.Parameters).ToArray();
    }

    /// <summary>Samples in the largest batch.</summary>
    public int Capacity { get; }

    /// <summary>The input of the graph.</summary>
    public Blob<T> Input { get; }

    /// <summary>The probabilities.</summary>
    public Blob<T> Output { get; }

    /// <summary>What is trained, in the order of the graph.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>An activation of the last forward pass.</summary>
    public Blob<T> Of(Tensor activation) => _blobs[activation];

    /// <summary>Computes the probabilities of the samples in <see cref="Input"/>.</summary>
    /// <param name="batch">Samples, at most <see cref="Capacity"/>.</param>
    /// <param name="training">Whether normalisation uses (and averages) the batch's own statistics.</param>
    public void Forward(int batch, bool training)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, Capacity);
        foreach (Layer<T> layer in _layers)
        {
            layer.Forward(batch, training, _workers);
        }
    }

    /// <summary>The mean cross-entropy of the last forward pass in nats.</summary>
    /// <param name="targets">Wanted probabilities, [batch, classes]; each row sums to 1.</param>
    /// <param name="batch">Samples.</param>
    public T Loss(ReadOnlySpan<T> targets, int batch) => _loss.CrossEntropy(targets, batch);

    /// <summary>Computes the gradient of the last <see cref="Loss"/> for every parameter.</summary>
    public void Backward(int batch)
    {
        foreach (Blob<T> blob in _blobs.Values)
        {
            if (blob != Output)
            {
                Array.Clear(blob.Gradient);
            }
        }

        foreach (Parameter<T> parameter in Parameters)
        {
            parameter.Clear();
        }

        for (int i = _layers.Count - 1; i >= 0; i--)
        {
            _layers[i].Backward(batch, _workers);
        }

        foreach (Parameter<T> parameter in Parameters)
        {
            parameter.Gather();
        }
    }

    private static Layer<T> Layer(Operator step, Dictionary<Tensor, Blob<T>> blobs, double momentum)
    {
        Blob<T> input = blobs[step.Input];
        Blob<T> output = blobs[step.Output];
        return step switch
        {
            Conv2D conv => new Conv2DLayer<T>(conv, input, output),
            DepthwiseConv2D depthwise => new DepthwiseConv2DLayer<T>(depthwise, input, output),
            FullyConnected dense => new FullyConnectedLayer<T>(dense, input, output),
            BatchNormalization norm => new BatchNormalizationLayer<T>(norm, input, output, momentum),
            AveragePool2D average => new AveragePool2DLayer<T>(average, input, output),
            MaxPool2D maximum => new MaxPool2DLayer<T>(maximum, input, output),
            Add add => new AddLayer<T>(add, input, blobs[step.Inputs[1]], output),
            Softmax { Beta: 1 } => new SoftmaxLayer<T>(input, output),
            _ => throw new NotSupportedException($"The trainer has no gradient for {step.GetType().Name} ({step.Output})."),
        };
    }
}
