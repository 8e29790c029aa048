using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>The sum of two equal shapes.</summary>
internal sealed class AddLayer<T> : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Add _step;

    public AddLayer(Add step, Blob<T> left, Blob<T> right, Blob<T> output)
        : base([left, right], output)
    {
        _step = step;
    }

    public override void Forward(int batch, bool training, Workers workers) => workers.Run(shard =>
    {
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            TensorPrimitives.Add(Inputs[0].Sample(sample), Inputs[1].Sample(sample), Output.Sample(sample));
            Clamp.Forward(_step.Activation, Output.Sample(sample));
        }
    });

    public override void Backward(int batch, Workers workers) => workers.Run(shard =>
    {
        (int from, int to) = Workers.Range(shard, batch);
        for (int sample = from; sample < to; sample++)
        {
            Span<T> dy = Output.SampleGradient(sample);
            Clamp.Backward(_step.Activation, Output.Sample(sample), dy);
            foreach (Blob<T> input in Inputs)
            {
                TensorPrimitives.Add(input.SampleGradient(sample), dy, input.SampleGradient(sample));
            }
        }
    });
}
