using TinyMl.Compiler.Graphs;
using TinyMl.Training.Layers;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Tests;

/// <summary>AdamW against a step written out by hand, and the schedules.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void TwoStepsAsWrittenOutByHand()
    {
        Parameter<float> weights = Parameter(0.5f, decays: true);
        Parameter<float> bias = Parameter(0.5f, decays: false);
        AdamW optimizer = new([weights, bias]) { WeightDecay = 0.1f };

        double w = 0.5;
        double b = 0.5;
        double mean = 0;
        double square = 0;
        double[] gradients = [0.2, -0.4];
        for (int step = 1; step <= 2; step++)
        {
            double gradient = gradients[step - 1];
            weights.Gradient[0] = (float)gradient;
            bias.Gradient[0] = (float)gradient;
            optimizer.Step(0.01f);

            mean = (0.9 * mean) + (0.1 * gradient);
            square = (0.999 * square) + (0.001 * gradient * gradient);
            double unbiasedMean = mean / (1 - Math.Pow(0.9, step));
            double unbiasedSquare = square / (1 - Math.Pow(0.999, step));
            double direction = unbiasedMean / (Math.Sqrt(unbiasedSquare) + 1e-7);
            w -= 0.01 * (direction + (0.1 * w));
            b -= 0.01 * direction;
            Assert.Equal(w, weights.Values[0], 6);
            Assert.Equal(b, bias.Values[0], 6);
        }
    }

    [Fact]
    public void TheFirstStepIsTheRateWhateverTheGradientsSize()
    {
        foreach (float gradient in new[] { 1e-3f, 1f, 1e3f })
        {
            Parameter<float> parameter = Parameter(0, decays: false);
            parameter.Gradient[0] = gradient;
            new AdamW([parameter]).Step(0.01f);
            Assert.Equal(-0.01, parameter.Values[0], 5);
        }
    }

    [Fact]
    public void CosineWarmsUpPeaksAndEndsAtZero()
    {
        LearningRate rate = new(0.1f, RateSchedule.Cosine, 10, 110);
        Assert.Equal(0.01f, rate.At(0), 6);
        Assert.Equal(0.1f, rate.At(9), 6);
        Assert.Equal(0.1f, rate.At(10), 6);
        Assert.Equal(0.05f, rate.At(60), 6);
        Assert.InRange(rate.At(109), 0, 1e-4);
    }

    [Fact]
    public void StepsDivideByTen()
    {
        LearningRate rate = new(0.1f, RateSchedule.Step, 0, 100);
        Assert.Equal(0.1f, rate.At(0), 6);
        Assert.Equal(0.01f, rate.At(50), 6);
        Assert.Equal(0.001f, rate.At(75), 6);
    }

    [Fact]
    public void TheMovingAverageIsTheWeightedMean()
    {
        GraphBuilder builder = new("average", 1);
        Tensor input = GraphBuilder.Input(Shape.Vector(1));
        Graph graph = builder.Build(input, builder.FullyConnected(input, 1, Activation.None));
        float[] values = graph.Operators[0].Constants.First().Values!;
        values[0] = 1;
        Snapshot average = new(graph);
        values[0] = 2;
        average.Blend(0.75f);
        average.Restore();
        Assert.Equal(1.25f, values[0], 6);
    }

    private static Parameter<float> Parameter(float value, bool decays) =>
        new(new Tensor("p", Shape.Vector(1)) { Values = [value] }, decays);
}
