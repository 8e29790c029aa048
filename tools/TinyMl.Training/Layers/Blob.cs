using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Layers;

/// <summary>The values of one activation for a whole batch, [batch, height, width, channels], and the loss' gradient.</summary>
/// <typeparam name="T">float to train, double to check gradients.</typeparam>
public sealed class Blob<T>
{
    /// <summary>Makes room for a batch.</summary>
    /// <param name="shape">The shape of one sample.</param>
    /// <param name="capacity">Samples in the largest batch.</param>
    public Blob(Shape shape, int capacity)
    {
        Shape = shape;
        Values = new T[shape.Elements * capacity];
        Gradient = new T[shape.Elements * capacity];
    }

    /// <summary>The shape of one sample.</summary>
    public Shape Shape { get; }

    /// <summary>The values.</summary>
    public T[] Values { get; }

    /// <summary>d loss / d value; consumers add to it.</summary>
    public T[] Gradient { get; }

    /// <summary>The values of one sample.</summary>
    public Span<T> Sample(int index) => Values.AsSpan(index * Shape.Elements, Shape.Elements);

    /// <summary>The gradient of one sample.</summary>
    public Span<T> SampleGradient(int index) => Gradient.AsSpan(index * Shape.Elements, Shape.Elements);
}
