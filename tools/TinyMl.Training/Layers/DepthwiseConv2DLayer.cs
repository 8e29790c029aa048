using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>Depthwise convolution; output channel o reads input channel o / multiplier.</summary>
internal sealed class DepthwiseConv2DLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly DepthwiseConv2D _step;
    private readonly WindowGeometry _geometry;
    private readonly Parameter<T> _weights;
    private readonly Parameter<T> _bias;
    private readonly int _multiplier;

    public DepthwiseConv2DLayer(DepthwiseConv2D step, Blob<T> input, Blob<T> output)
        : base([input], output)
    {
        _step = step;
        _geometry = WindowGeometry.Of(step);
        _weights = new Parameter<T>(step.Weights, true);
        _bias = new Parameter<T>(step.Bias, false);
        _multiplier = output.Shape.Channels / input.Shape.Channels;
    }

    public override IReadOnlyList<Parameter<T>> Parameters => [_weights, _bias];

    public override void Forward(int batch, bool training, Workers workers) => workers.Run(shard =>
    {
        int channels = Output.Shape.Channels;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            Span<T> y = Output.Sample(sample);
            for (int at = 0; at < y.Length; at += channels)
            {
                _bias.Values.CopyTo(y[at..]);
            }

            ForEachTap(new Taps(sample, shard), static (self, taps, pixel, tap, position) =>
            {
                int count = self.Output.Shape.Channels;
                ReadOnlySpan<T> x = self.Input.Sample(taps.Sample).Slice(pixel, self.Input.Shape.Channels);
                ReadOnlySpan<T> w = self._weights.Values.AsSpan(tap, count);
                Span<T> sum = self.Output.Sample(taps.Sample).Slice(position, count);
                if (self._multiplier == 1)
                {
                    TensorPrimitives.MultiplyAdd(x, w, sum, sum);
                    return;
                }

                for (int o = 0; o < count; o++)
                {
                    sum[o] += x[o / self._multiplier] * w[o];
                }
            });
            Clamp.Forward(_step.Activation, y);
        }
    });

    public override void Backward(int batch, Workers workers) => workers.Run(shard =>
    {
        int channels = Output.Shape.Channels;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            Span<T> dy = Output.SampleGradient(sample);
            Clamp.Backward(_step.Activation, Output.Sample(sample), dy);
            Span<T> db = _bias.Part(shard);
            for (int at = 0; at < dy.Length; at += channels)
            {
                TensorPrimitives.Add(db, dy.Slice(at, channels), db);
            }

            ForEachTap(new Taps(sample, shard), static (self, taps, pixel, tap, position) =>
            {
                int count = self.Output.Shape.Channels;
                ReadOnlySpan<T> x = self.Input.Sample(taps.Sample).Slice(pixel, self.Input.Shape.Channels);
                Span<T> dx = self.Input.SampleGradient(taps.Sample).Slice(pixel, self.Input.Shape.Channels);
                ReadOnlySpan<T> gradient = self.Output.SampleGradient(taps.Sample).Slice(position, count);
                ReadOnlySpan<T> w = self._weights.Values.AsSpan(tap, count);
                Span<T> dw = self._weights.Part(taps.Shard).Slice(tap, count);
                if (self._multiplier == 1)
                {
                    TensorPrimitives.MultiplyAdd(x, gradient, dw, dw);
                    TensorPrimitives.MultiplyAdd(w, gradient, dx, dx);
                    return;
                }

                for (int o = 0; o < count; o++)
                {
                    dw[o] += x[o / self._multiplier] * gradient[o];
                    dx[o / self._multiplier] += w[o] * gradient[o];
                }
            });
        }
    });

    private delegate void TapAction(DepthwiseConv2DLayer<T> self, Taps taps, int pixel, int tap, int position);

    // Calls the action for each tap that lies inside the image: offsets of its pixel, its weights and its output.
    private void ForEachTap(Taps taps, TapAction action)
    {
        int channels = Output.Shape.Channels;
        for (int row = 0; row < _geometry.Output.Height; row++)
        {
            for (int column = 0; column < _geometry.Output.Width; column++)
            {
                int position = ((row * _geometry.Output.Width) + column) * channels;
                for (int tapRow = 0; tapRow < _geometry.Filter.Height; tapRow++)
                {
                    for (int tapColumn = 0; tapColumn < _geometry.Filter.Width; tapColumn++)
                    {
                        int pixel = _geometry.Pixel(row, column, tapRow, tapColumn);
                        if (pixel >= 0)
                        {
                            int tap = ((tapRow * _geometry.Filter.Width) + tapColumn) * channels;
                            action(this, taps, pixel, tap, position);
                        }
                    }
                }
            }
        }
    }

    private readonly record struct Taps(int Sample, int Shard);
}
