using System.Diagnostics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Optimization;

/// <summary>Trains a graph in place: mini-batches, AdamW, a schedule, a moving average of the weights, early stop.</summary>
public sealed class GraphTrainer
{
    private readonly Graph _graph;
    private readonly TrainingOptions _options;
    private readonly Workers _workers;
    private readonly Network<float> _network;
    private readonly int _classes;

    /// <summary>Makes a trainer.</summary>
    /// <param name="graph">The network; its constants change.</param>
    /// <param name="options">How to train.</param>
    public GraphTrainer(Graph graph, TrainingOptions options)
    {
        _graph = graph;
        _options = options;
        _workers = new Workers(options.Threads);
        _network = new Network<float>(graph, options.Batch, _workers);
        _classes = graph.Outputs[0].Shape.Elements;
    }

    /// <summary>Trains.</summary>
    /// <param name="training">What to learn from.</param>
    /// <param name="validation">What early stop judges by; null: none.</param>
    /// <param name="stage">The name of this training in its progress.</param>
    /// <param name="progress">Receives a report after each epoch; null: none.</param>
    /// <param name="cancellation">Ends training between two steps.</param>
    public void Fit(
        IExampleSource training,
        IExampleSource? validation = null,
        string stage = "train",
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        int steps = (training.Count + _options.Batch - 1) / _options.Batch;
        LearningRate rate = new(
            _options.Rate, _options.Schedule, (int)(_options.WarmUpEpochs * steps), _options.Epochs * steps);
        AdamW optimizer = new(_network.Parameters) { WeightDecay = _options.WeightDecay };
        Snapshot? average = _options.Average > 0 ? new Snapshot(_graph) : null;
        Snapshot? best = null;
        double bestLoss = double.PositiveInfinity;
        int worse = 0;
        Stopwatch watch = Stopwatch.StartNew();

        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            int[] order = Order(training.Count, epoch);
            double loss = 0;
            int right = 0;
            for (int step = 0; step < steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                int from = step * training.Count / steps;
                int batch = ((step + 1) * training.Count / steps) - from;
                int[] labels = Load(training, epoch, order.AsSpan(from, batch).ToArray());
                _network.Forward(batch, true);
                loss += _network.Loss(Targets(labels), batch) * batch;
                right += CountRight(labels);
                _network.Backward(batch);
                int at = (epoch * steps) + step;
                optimizer.Step(rate.At(at));

                // Early averages follow closely, or the first weights would linger.
                average?.Blend(Math.Min(_options.Average, (at + 1f) / (at + 10f)));
            }

            (double Loss, double Accuracy)? judged = null;
            if (validation is not null)
            {
                Snapshot? live = Swap(average);
                judged = Test(validation);
                if (judged.Value.Loss < bestLoss)
                {
                    (bestLoss, best, worse) = (judged.Value.Loss, new Snapshot(_graph), 0);
                }
                else
                {
                    worse++;
                }

                live?.Restore();
            }

            TimeSpan left = watch.Elapsed * (_options.Epochs - epoch - 1) / (epoch + 1);
            progress?.Report(new TrainingProgress(
                stage,
                epoch + 1,
                _options.Epochs,
                loss / training.Count,
                (double)right / training.Count,
                judged?.Loss,
                judged?.Accuracy,
                left));
            if (_options.Patience > 0 && worse >= _options.Patience)
            {
                break;
            }
        }

        (_options.Patience > 0 && best is not null ? best : average)?.Restore();
    }

    /// <summary>Mean cross-entropy (nats) and share right of some examples, with the running averages of normalisation.</summary>
    public (double Loss, double Accuracy) Test(IExampleSource examples)
    {
        double loss = 0;
        int right = 0;
        for (int from = 0; from < examples.Count; from += _options.Batch)
        {
            int batch = Math.Min(_options.Batch, examples.Count - from);
            int[] labels = Load(examples, 0, Enumerable.Range(from, batch).ToArray());
            _network.Forward(batch, false);
            float[] targets = new float[batch * _classes];
            for (int i = 0; i < batch; i++)
            {
                targets[(i * _classes) + labels[i]] = 1;
            }

            loss += _network.Loss(targets, batch) * batch;
            right += CountRight(labels);
        }

        return (loss / examples.Count, (double)right / examples.Count);
    }

    private int[] Order(int count, int epoch)
    {
        int[] order = Enumerable.Range(0, count).ToArray();
        new Random(HashCode(_options.Seed, epoch)).Shuffle(order);
        return order;
    }

    // Not System.HashCode, which differs from process to process.
    private static int HashCode(int seed, int epoch) => unchecked((seed * 1_000_003) + epoch);

    private int[] Load(IExampleSource source, int epoch, int[] indices)
    {
        int[] labels = new int[indices.Length];
        _workers.ForEach(indices.Length, i => labels[i] = source.Fill(epoch, indices[i], _network.Input.Sample(i)));
        return labels;
    }

    private float[] Targets(int[] labels)
    {
        float[] targets = new float[labels.Length * _classes];
        Array.Fill(targets, _options.LabelSmoothing / _classes);
        for (int i = 0; i < labels.Length; i++)
        {
            targets[(i * _classes) + labels[i]] += 1 - _options.LabelSmoothing;
        }

        return targets;
    }

    private int CountRight(int[] labels)
    {
        int right = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            right += TensorPrimitives.IndexOfMax<float>(_network.Output.Sample(i)) == labels[i] ? 1 : 0;
        }

        return right;
    }

    private Snapshot? Swap(Snapshot? average)
    {
        if (average is null)
        {
            return null;
        }

        Snapshot live = new(_graph);
        average.Restore();
        return live;
    }
}
