using System.Numerics;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>Maximum over a window; the gradient goes to the first of equal maxima.</summary>
internal sealed class MaxPool2DLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly MaxPool2D _step;
    private readonly WindowGeometry _geometry;
    private readonly int[] _winners;

    public MaxPool2DLayer(MaxPool2D step, Blob<T> input, Blob<T> output)
        : base([input], output)
    {
        _step = step;
        _geometry = WindowGeometry.Of(step);
        _winners = new int[output.Values.Length];
    }

    public override void Forward(int batch, bool training, Workers workers) => workers.Run(shard =>
    {
        int channels = Output.Shape.Channels;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            ReadOnlySpan<T> x = Input.Sample(sample);
            Span<T> y = Output.Sample(sample);
            Span<int> winners = _winners.AsSpan(sample * y.Length, y.Length);
            y.Fill(T.NegativeInfinity);
            for (int position = 0; position < _geometry.Positions; position++)
            {
                foreach (int pixel in PoolWindow.Pixels(_geometry, position))
                {
                    for (int c = 0; c < channels; c++)
                    {
                        int at = (position * channels) + c;
                        if (x[pixel + c] > y[at])
                        {
                            y[at] = x[pixel + c];
                            winners[at] = pixel + c;
                        }
                    }
                }
            }

            Clamp.Forward(_step.Activation, y);
        }
    });

    public override void Backward(int batch, Workers workers) => workers.Run(shard =>
    {
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            Span<T> dy = Output.SampleGradient(sample);
            Clamp.Backward(_step.Activation, Output.Sample(sample), dy);
            Span<T> dx = Input.SampleGradient(sample);
            ReadOnlySpan<int> winners = _winners.AsSpan(sample * dy.Length, dy.Length);
            for (int at = 0; at < dy.Length; at++)
            {
                dx[winners[at]] += dy[at];
            }
        }
    });
}
