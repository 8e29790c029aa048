using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>A dense layer: one product for all samples of a part.</summary>
internal sealed class FullyConnectedLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly FullyConnected _step;
    private readonly Parameter<T> _weights;
    private readonly Parameter<T> _bias;

    public FullyConnectedLayer(FullyConnected step, Blob<T> input, Blob<T> output)
        : base([input], output)
    {
        _step = step;
        _weights = new Parameter<T>(step.Weights, true);
        _bias = new Parameter<T>(step.Bias, false);
    }

    public override IReadOnlyList<Parameter<T>> Parameters => [_weights, _bias];

    public override void Forward(int batch, bool training, Workers workers) => workers.Run(shard =>
    {
        int features = Input.Shape.Elements;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            ReadOnlySpan<T> x = Input.Sample(sample);
            Span<T> y = Output.Sample(sample);
            for (int unit = 0; unit < y.Length; unit++)
            {
                y[unit] = _bias.Values[unit] + TensorPrimitives.Dot(x, _weights.Values.AsSpan(unit * features, features));
            }

            Clamp.Forward(_step.Activation, y);
        }
    });

    public override void Backward(int batch, Workers workers) => workers.Run(shard =>
    {
        int features = Input.Shape.Elements;
        int units = Output.Shape.Elements;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            Span<T> dy = Output.SampleGradient(sample);
            Clamp.Backward(_step.Activation, Output.Sample(sample), dy);
            TensorPrimitives.Add(_bias.Part(shard), dy, _bias.Part(shard));
            Gemm.Multiply(units, features, 1, dy, 1, 1, Input.Sample(sample), _weights.Part(shard), true);
            Gemm.Multiply(1, features, units, dy, units, 1, _weights.Values, Input.SampleGradient(sample), true);
        }
    });
}
