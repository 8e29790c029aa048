using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>Convolution as a product of unfolded patches and weights.</summary>
internal sealed class Conv2DLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Conv2D _step;
    private readonly WindowGeometry _geometry;
    private readonly Parameter<T> _weights;
    private readonly Parameter<T> _bias;
    private readonly T[] _transposed;
    private readonly T[][] _patches;
    private readonly T[][] _patchGradients;

    public Conv2DLayer(Conv2D step, Blob<T> input, Blob<T> output)
        : base([input], output)
    {
        _step = step;
        _geometry = WindowGeometry.Of(step);
        _weights = new Parameter<T>(step.Weights, true);
        _bias = new Parameter<T>(step.Bias, false);
        _transposed = new T[_weights.Values.Length];
        int length = _geometry.Positions * _geometry.PatchLength;
        _patches = Scratch.PerShard<T>(length);
        _patchGradients = Scratch.PerShard<T>(length);
    }

    public override IReadOnlyList<Parameter<T>> Parameters => [_weights, _bias];

    private int Filters => Output.Shape.Channels;

    public override void Forward(int batch, bool training, Workers workers)
    {
        Transpose();
        workers.Run(shard =>
        {
            (int from, int to) = Workers.Range(shard, batch);
            for (int sample = from; sample < to; sample++)
            {
                ReadOnlySpan<T> patches = Patches(sample, shard);
                Span<T> y = Output.Sample(sample);
                for (int at = 0; at < y.Length; at += Filters)
                {
                    _bias.Values.CopyTo(y[at..]);
                }

                int length = _geometry.PatchLength;
                Gemm.Multiply(_geometry.Positions, Filters, length, patches, length, 1, _transposed, y, true);
                Clamp.Forward(_step.Activation, y);
            }
        });
    }

    public override void Backward(int batch, Workers workers) => workers.Run(shard =>
    {
        int positions = _geometry.Positions;
        int length = _geometry.PatchLength;
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            Span<T> dy = Output.SampleGradient(sample);
            Clamp.Backward(_step.Activation, Output.Sample(sample), dy);

            Span<T> db = _bias.Part(shard);
            for (int at = 0; at < dy.Length; at += Filters)
            {
                TensorPrimitives.Add(db, dy.Slice(at, Filters), db);
            }

            Gemm.Multiply(Filters, length, positions, dy, 1, Filters, Patches(sample, shard), _weights.Part(shard), true);

            Span<T> dx = Input.SampleGradient(sample);
            if (_geometry.IsPointwise)
            {
                Gemm.Multiply(positions, length, Filters, dy, Filters, 1, _weights.Values, dx, true);
            }
            else
            {
                Span<T> gradients = _patchGradients[shard];
                Gemm.Multiply(positions, length, Filters, dy, Filters, 1, _weights.Values, gradients, false);
                _geometry.FoldAdd(gradients, dx);
            }
        }
    });

    private ReadOnlySpan<T> Patches(int sample, int shard)
    {
        if (_geometry.IsPointwise)
        {
            return Input.Sample(sample);
        }

        _geometry.Unfold<T>(Input.Sample(sample), _patches[shard]);
        return _patches[shard];
    }

    // The product wants the filters innermost; the graph keeps them outermost.
    private void Transpose()
    {
        int length = _geometry.PatchLength;
        for (int filter = 0; filter < Filters; filter++)
        {
            for (int i = 0; i < length; i++)
            {
                _transposed[(i * Filters) + filter] = _weights.Values[(filter * length) + i];
            }
        }
    }
}
