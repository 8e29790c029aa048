using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;
using Tensor = TinyMl.Compiler.Graphs.Tensor;

namespace TinyMl.Training.Layers;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015): y = gamma * (x - mean) / sqrt(variance + epsilon) + beta, with the batch's
/// statistics while training and their running averages afterwards.
/// </summary>
internal sealed class BatchNormalizationLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BatchNormalization _step;
    private readonly Parameter<T> _gamma;
    private readonly Parameter<T> _beta;
    private readonly T _momentum;
    private readonly T[] _mean;
    private readonly T[] _variance;
    private readonly T[] _inverse;
    private readonly T[][] _parts;
    private readonly T[][] _moreParts;
    private readonly T[][] _rows;

    /// <param name="step">The operator.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="momentum">How much of the running averages a batch leaves, 0 to 1.</param>
    public BatchNormalizationLayer(BatchNormalization step, Blob<T> input, Blob<T> output, double momentum)
        : base([input], output)
    {
        int channels = input.Shape.Channels;
        _step = step;
        _gamma = new Parameter<T>(step.Gamma, false);
        _beta = new Parameter<T>(step.Beta, false);
        _momentum = T.CreateChecked(momentum);
        _mean = new T[channels];
        _variance = new T[channels];
        _inverse = new T[channels];
        _parts = Scratch.PerShard<T>(channels);
        _moreParts = Scratch.PerShard<T>(channels);
        _rows = Scratch.PerShard<T>(channels);
    }

    public override IReadOnlyList<Parameter<T>> Parameters => [_gamma, _beta];

    private int Channels => Input.Shape.Channels;

    public override void Forward(int batch, bool training, Workers workers)
    {
        if (training)
        {
            Measure(batch, workers);
            Average(_step.Mean, _mean);
            Average(_step.Variance, _variance);
        }
        else
        {
            Load(_step.Mean, _mean);
            Load(_step.Variance, _variance);
        }

        T epsilon = T.CreateChecked(_step.Epsilon);
        for (int c = 0; c < Channels; c++)
        {
            _inverse[c] = T.One / T.Sqrt(_variance[c] + epsilon);
        }

        workers.Run(shard =>
        {
            // y = x * scale + offset, with the offset in the row's place.
            Span<T> scale = _parts[shard];
            Span<T> offset = _rows[shard];
            TensorPrimitives.Multiply(_gamma.Values, _inverse, scale);
            for (int c = 0; c < Channels; c++)
            {
                offset[c] = _beta.Values[c] - (_mean[c] * scale[c]);
            }

            (int from, int to) = Part(shard, batch);
            for (int at = from; at < to; at += Channels)
            {
                TensorPrimitives.MultiplyAdd(
                    Input.Values.AsSpan(at, Channels), scale, offset, Output.Values.AsSpan(at, Channels));
            }

            Clamp.Forward(_step.Activation, Output.Values.AsSpan(from, to - from));
        });
    }

    public override void Backward(int batch, Workers workers)
    {
        // dbeta = sum dy, dgamma = sum dy * xhat, with xhat = (x - mean) * inverse.
        workers.Run(shard =>
        {
            (int from, int to) = Part(shard, batch);
            Clamp.Backward(_step.Activation, Output.Values.AsSpan(from, to - from), Output.Gradient.AsSpan(from, to - from));
            Span<T> dbeta = _parts[shard];
            Span<T> dgamma = _moreParts[shard];
            Span<T> row = _rows[shard];
            dbeta.Clear();
            dgamma.Clear();
            for (int at = from; at < to; at += Channels)
            {
                ReadOnlySpan<T> dy = Output.Gradient.AsSpan(at, Channels);
                TensorPrimitives.Add(dbeta, dy, dbeta);
                TensorPrimitives.Subtract(Input.Values.AsSpan(at, Channels), _mean, row);
                TensorPrimitives.MultiplyAdd(row, dy, dgamma, dgamma);
            }

            TensorPrimitives.Multiply(dgamma, _inverse, dgamma);
            TensorPrimitives.Add(_beta.Part(shard), dbeta, _beta.Part(shard));
            TensorPrimitives.Add(_gamma.Part(shard), dgamma, _gamma.Part(shard));
        });

        T[] beta = Sum(_parts);
        T[] gamma = Sum(_moreParts);

        // dx = gamma * inverse * (dy - (dbeta + xhat * dgamma) / n).
        T count = T.CreateChecked(batch * Input.Shape.Elements / Channels);
        workers.Run(shard =>
        {
            (int from, int to) = Part(shard, batch);
            for (int at = from; at < to; at += Channels)
            {
                for (int c = 0; c < Channels; c++)
                {
                    T normal = (Input.Values[at + c] - _mean[c]) * _inverse[c];
                    T gradient = Output.Gradient[at + c] - ((beta[c] + (normal * gamma[c])) / count);
                    Input.Gradient[at + c] += _gamma.Values[c] * _inverse[c] * gradient;
                }
            }
        });
    }

    private static void Load(Tensor tensor, T[] values)
    {
        for (int c = 0; c < values.Length; c++)
        {
            values[c] = T.CreateChecked(tensor.Values![c]);
        }
    }

    private static T[] Sum(T[][] parts)
    {
        T[] sum = new T[parts[0].Length];
        foreach (T[] part in parts)
        {
            TensorPrimitives.Add(sum, part, sum);
        }

        return sum;
    }

    private (int From, int To) Part(int shard, int batch)
    {
        (int from, int to) = Workers.Range(shard, batch);
        return (from * Input.Shape.Elements, to * Input.Shape.Elements);
    }

    // Mean first, then the squares around it: the difference of large sums would cancel.
    private void Measure(int batch, Workers workers)
    {
        T count = T.CreateChecked(batch * Input.Shape.Elements / Channels);
        workers.Run(shard =>
        {
            Span<T> sum = _parts[shard];
            sum.Clear();
            (int from, int to) = Part(shard, batch);
            for (int at = from; at < to; at += Channels)
            {
                TensorPrimitives.Add(sum, Input.Values.AsSpan(at, Channels), sum);
            }
        });
        TensorPrimitives.Divide(Sum(_parts), count, _mean);

        workers.Run(shard =>
        {
            Span<T> sum = _parts[shard];
            Span<T> row = _rows[shard];
            sum.Clear();
            (int from, int to) = Part(shard, batch);
            for (int at = from; at < to; at += Channels)
            {
                TensorPrimitives.Subtract(Input.Values.AsSpan(at, Channels), _mean, row);
                TensorPrimitives.MultiplyAdd(row, row, sum, sum);
            }
        });
        TensorPrimitives.Divide(Sum(_parts), count, _variance);
    }

    private void Average(Tensor running, T[] batch)
    {
        for (int c = 0; c < batch.Length; c++)
        {
            T old = T.CreateChecked(running.Values![c]);
            running.Values[c] = float.CreateChecked(batch[c] + ((old - batch[c]) * _momentum));
        }
    }
}
