using System.Numerics;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>One operator of the graph, forward and in reverse.</summary>
/// <typeparam name="T">float to train, double to check gradients.</typeparam>
public abstract class Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Makes a layer.</summary>
    /// <param name="inputs">What it reads.</param>
    /// <param name="output">What it writes.</param>
    protected Layer(Blob<T>[] inputs, Blob<T> output)
    {
        Inputs = inputs;
        Output = output;
    }

    /// <summary>What it reads.</summary>
    public Blob<T>[] Inputs { get; }

    /// <summary>The first input.</summary>
    public Blob<T> Input => Inputs[0];

    /// <summary>What it writes.</summary>
    public Blob<T> Output { get; }

    /// <summary>What it trains.</summary>
    public virtual IReadOnlyList<Parameter<T>> Parameters => [];

    /// <summary>Computes the output's values from the inputs'.</summary>
    /// <param name="batch">Samples.</param>
    /// <param name="training">Whether normalisation uses the batch's own statistics.</param>
    /// <param name="workers">The threads.</param>
    public abstract void Forward(int batch, bool training, Workers workers);

    /// <summary>
    /// Adds to the gradients of inputs and parameters, given the output's gradient, which it may overwrite. Follows a
    /// <see cref="Forward"/> with training set.
    /// </summary>
    public abstract void Backward(int batch, Workers workers);
}
