using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>
/// Softmax over the channels of the graph's last tensor, with its cross-entropy: the gradient of both together is p - target,
/// which neither divides by a small p nor takes its logarithm.
/// </summary>
internal sealed class SoftmaxLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public SoftmaxLayer(Blob<T> input, Blob<T> output)
        : base([input], output)
    {
    }

    public override void Forward(int batch, bool training, Workers workers) => workers.Run(shard =>
    {
        int channels = Output.Shape.Channels;
        (int from, int to) = Workers.Range(shard, batch);
        for (int at = from * Output.Shape.Elements; at < to * Output.Shape.Elements; at += channels)
        {
            Span<T> y = Output.Values.AsSpan(at, channels);
            ReadOnlySpan<T> x = Input.Values.AsSpan(at, channels);
            TensorPrimitives.Subtract(x, TensorPrimitives.Max(x), y);
            TensorPrimitives.Exp(y, y);
            TensorPrimitives.Divide(y, TensorPrimitives.Sum<T>(y), y);
        }
    });

    /// <summary>Passes the gradient of <see cref="CrossEntropy"/> on, which already is that of the logits.</summary>
    public override void Backward(int batch, Workers workers)
    {
        Span<T> dx = Input.Gradient.AsSpan(0, batch * Input.Shape.Elements);
        TensorPrimitives.Add(dx, Output.Gradient.AsSpan(0, dx.Length), dx);
    }

    /// <summary>The mean cross-entropy of a batch in nats; leaves (p - target) / batch as the output's gradient.</summary>
    /// <param name="targets">Wanted probabilities, [batch, classes]; each row sums to 1.</param>
    /// <param name="batch">Samples.</param>
    public T CrossEntropy(ReadOnlySpan<T> targets, int batch)
    {
        int classes = Output.Shape.Elements;
        T scale = T.One / T.CreateChecked(batch);
        T loss = T.Zero;
        for (int at = 0; at < batch * classes; at += classes)
        {
            ReadOnlySpan<T> target = targets.Slice(at, classes);
            ReadOnlySpan<T> logits = Input.Values.AsSpan(at, classes);
            Span<T> gradient = Output.Gradient.AsSpan(at, classes);

            // -sum t log p = log sum e^(x - max) + max - sum t x.
            T max = TensorPrimitives.Max(logits);
            T sum = T.Zero;
            foreach (T logit in logits)
            {
                sum += T.Exp(logit - max);
            }

            loss += (T.Log(sum) + max - TensorPrimitives.Dot(target, logits)) * scale;
            TensorPrimitives.Subtract(Output.Values.AsSpan(at, classes), target, gradient);
            TensorPrimitives.Multiply(gradient, scale, gradient);
        }

        return loss;
    }
}
