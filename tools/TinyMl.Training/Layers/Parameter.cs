using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Training.Numerics;
using Tensor = TinyMl.Compiler.Graphs.Tensor;

namespace TinyMl.Training.Layers;

/// <summary>A trained constant and its gradient, gathered by part of the batch and added in the order of the parts.</summary>
/// <typeparam name="T">float to train, double to check gradients.</typeparam>
public sealed class Parameter<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T[][] _parts;

    /// <summary>Takes over a float constant: float training changes the tensor's own values.</summary>
    /// <param name="tensor">A constant with <see cref="Tensor.Values"/>.</param>
    /// <param name="decays">Whether weight decay applies: to weights, not to biases and normalisation.</param>
    public Parameter(Tensor tensor, bool decays)
    {
        float[] values = tensor.Values
            ?? throw new ArgumentException($"The constant {tensor.Name} has no float values to train.", nameof(tensor));
        Name = tensor.Name;
        Decays = decays;
        Values = values is T[] own ? own : Array.ConvertAll(values, T.CreateChecked);
        Gradient = new T[values.Length];
        _parts = new T[Workers.Shards][];
        for (int shard = 0; shard < _parts.Length; shard++)
        {
            _parts[shard] = new T[values.Length];
        }
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>Whether weight decay applies.</summary>
    public bool Decays { get; }

    /// <summary>The values.</summary>
    public T[] Values { get; }

    /// <summary>d loss / d value, after <see cref="Gather"/>.</summary>
    public T[] Gradient { get; }

    /// <summary>Where one part of the batch adds its gradient.</summary>
    public Span<T> Part(int shard) => _parts[shard];

    /// <summary>Forgets the parts' gradients.</summary>
    public void Clear()
    {
        foreach (T[] part in _parts)
        {
            Array.Clear(part);
        }
    }

    /// <summary>Adds the parts up, in their order.</summary>
    public void Gather()
    {
        Array.Clear(Gradient);
        foreach (T[] part in _parts)
        {
            TensorPrimitives.Add(Gradient, part, Gradient);
        }
    }
}
