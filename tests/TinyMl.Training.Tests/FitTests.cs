using TinyMl.Compiler.Graphs;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Tests;

/// <summary>Training as a whole: it learns, it is reproducible, it stops early.</summary>
public sealed class FitTests
{
    [Fact]
    public void LearnsToTellRhythmsApart()
    {
        Graph graph = Network(1);
        GraphTrainer trainer = new(graph, new TrainingOptions { Epochs = 12, Batch = 32, Rate = 5e-3f, Threads = 2 });
        trainer.Fit(new Waves(512, 1));
        (double loss, double accuracy) = trainer.Test(new Waves(256, 2));
        Assert.InRange(accuracy, 0.95, 1);
        Assert.InRange(loss, 0, 0.4);
    }

    [Fact]
    public void SameSeedSameWeightsWhateverTheThreads()
    {
        byte[] one = Train(seed: 5, threads: 1);
        Assert.Equal(one, Train(seed: 5, threads: 1));
        Assert.Equal(one, Train(seed: 5, threads: 2));
        Assert.Equal(one, Train(seed: 5, threads: 7));
        Assert.NotEqual(one, Train(seed: 6, threads: 1));
    }

    [Fact]
    public void EarlyStopRestoresTheBestWeights()
    {
        Graph graph = Network(1);
        Losses losses = new();

        // A rate this high makes training worse again after a good start.
        TrainingOptions options = new()
        {
            Epochs = 60, Batch = 32, Rate = 0.05f, Patience = 3, Average = 0, Threads = 2, Schedule = RateSchedule.Step,
        };
        GraphTrainer trainer = new(graph, options);
        Waves validation = new(256, 2);
        trainer.Fit(new Waves(256, 1), validation, "stop", losses);

        Assert.True(losses.Values.Count < options.Epochs);
        Assert.Equal(losses.Values.Min(), trainer.Test(validation).Loss, 6);
    }

    [Fact]
    public void CancellationEndsTheTraining()
    {
        GraphTrainer trainer = new(Network(1), new TrainingOptions { Threads = 1 });
        Assert.Throws<OperationCanceledException>(
            () => trainer.Fit(new Waves(64, 1), cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void AGraphThatDoesNotEndInSoftmaxIsRefused()
    {
        GraphBuilder builder = new("no softmax", 1);
        Tensor input = GraphBuilder.Input(Shape.Vector(4));
        Graph graph = builder.Build(input, builder.FullyConnected(input, 2, Activation.None));
        Assert.Throws<ArgumentException>(() => new GraphTrainer(graph, new TrainingOptions()));
    }

    private static byte[] Train(int seed, int threads)
    {
        Graph graph = Network(3);
        TrainingOptions options = new() { Epochs = 2, Batch = 24, Seed = seed, Threads = threads };
        new GraphTrainer(graph, options).Fit(new Waves(150, 1));
        return graph.Operators
            .SelectMany(o => o.Constants)
            .SelectMany(t => t.Values!)
            .SelectMany(BitConverter.GetBytes)
            .ToArray();
    }

    private static Graph Network(int seed)
    {
        GraphBuilder builder = new("waves", seed);
        Tensor input = GraphBuilder.Input(Shape.Sequence(24, 2));
        Tensor x = builder.Conv2D(input, 12, new Extent(5, 1), new Extent(2, 1), true, Activation.None);
        x = builder.BatchNormalization(x, Activation.Relu);
        Tensor y = builder.DepthwiseConv2D(x, new Extent(3, 1), Extent.One, true, Activation.None);
        y = builder.BatchNormalization(y, Activation.Relu);
        x = builder.MaxPool2D(builder.Add(x, y, Activation.None), new Extent(2, 1), new Extent(2, 1), true);
        x = builder.FullyConnected(builder.GlobalAveragePool(x), 3, Activation.None);
        return builder.Build(input, builder.Softmax(x));
    }

    /// <summary>Noisy sines of three frequencies at any phase.</summary>
    private sealed class Waves(int count, int seed) : IExampleSource
    {
        public int Count => count;

        public int Fill(int epoch, int index, Span<float> input)
        {
            Random random = new(seed + (index * 31) + (epoch * 7919));
            int label = index % 3;
            double phase = random.NextDouble() * 2 * Math.PI;
            for (int i = 0; i < input.Length; i++)
            {
                double angle = (2 * Math.PI * (label + 1) * (i / 2) / 24) + phase + (i % 2);
                input[i] = (float)(Math.Sin(angle) + (0.3 * (random.NextDouble() - 0.5)));
            }

            return label;
        }
    }

    private sealed class Losses : IProgress<TrainingProgress>
    {
        public List<double> Values { get; } = [];

        public void Report(TrainingProgress value) => Values.Add(value.ValidationLoss!.Value);
    }
}
