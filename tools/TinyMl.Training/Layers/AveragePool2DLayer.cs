using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>Average over a window; padding does not count.</summary>
internal sealed class AveragePool2DLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly AveragePool2D _step;
    private readonly WindowGeometry _geometry;
    private readonly T[] _weights;

    public AveragePool2DLayer(AveragePool2D step, Blob<T> input, Blob<T> output)
        : base([input], output)
    {
        _step = step;
        _geometry = WindowGeometry.Of(step);
        _weights = new T[_geometry.Positions];
        for (int position = 0; position < _weights.Length; position++)
        {
            _weights[position] = T.One / T.CreateChecked(Covered(position).Count());
        }
    }

    public override void Forward(int batch, bool training, Workers workers) => workers.Run(shard =>
    {
        int channels = Output.Shape.Channels;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            ReadOnlySpan<T> x = Input.Sample(sample);
            for (int position = 0; position < _weights.Length; position++)
            {
                Span<T> y = Output.Sample(sample).Slice(position * channels, channels);
                y.Clear();
                foreach (int pixel in Covered(position))
                {
                    TensorPrimitives.Add(y, x.Slice(pixel, channels), y);
                }

                TensorPrimitives.Multiply(y, _weights[position], y);
            }

            Clamp.Forward(_step.Activation, Output.Sample(sample));
        }
    });

    public override void Backward(int batch, Workers workers) => workers.Run(shard =>
    {
        int channels = Output.Shape.Channels;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            Clamp.Backward(_step.Activation, Output.Sample(sample), Output.SampleGradient(sample));
            for (int position = 0; position < _weights.Length; position++)
            {
                ReadOnlySpan<T> dy = Output.SampleGradient(sample).Slice(position * channels, channels);
                foreach (int pixel in Covered(position))
                {
                    Span<T> dx = Input.SampleGradient(sample).Slice(pixel, channels);
                    TensorPrimitives.MultiplyAdd(dy, _weights[position], dx, dx);
                }
            }
        }
    });

    private IEnumerable<int> Covered(int position) => PoolWindow.Pixels(_geometry, position);
}
