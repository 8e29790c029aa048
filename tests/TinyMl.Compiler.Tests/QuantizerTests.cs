using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Passes;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Tests;

public class QuantizerTests
{
    [Fact]
    public void Folding_Batch_Normalisation_Keeps_The_Function()
    {
        GraphBuilder builder = new("folded", 3);
        Tensor input = GraphBuilder.Input(new Shape(1, 7, 5, 3));
        Tensor x = builder.Conv2D(input, 4, new Extent(3, 3), Extent.One, true, Activation.None);
        x = builder.BatchNormalization(x, Activation.Relu);
        x = builder.DepthwiseConv2D(x, new Extent(3, 2), new Extent(2, 1), true, Activation.None);
        x = builder.BatchNormalization(x, Activation.Relu6);
        x = builder.FullyConnected(x, 3, Activation.None);
        x = builder.BatchNormalization(x, Activation.None);
        Graph graph = builder.Build(input, x);
        Random random = new(4);
        foreach (BatchNormalization norm in graph.Operators.OfType<BatchNormalization>())
        {
            Fill(norm.Gamma, () => random.NextSingle() + 0.5f);
            Fill(norm.Beta, () => random.NextSingle() - 0.5f);
            Fill(norm.Mean, () => random.NextSingle() - 0.5f);
            Fill(norm.Variance, () => random.NextSingle() + 0.1f);
        }

        Graph folded = FoldBatchNormalization.Apply(graph);
        Assert.DoesNotContain(folded.Operators, step => step is BatchNormalization);
        foreach (float[] sample in RandomGraphs.Samples(graph, 5, 10))
        {
            float[] expected = FloatInterpreter.Run(graph, sample)[graph.Outputs[0]];
            float[] actual = FloatInterpreter.Run(folded, sample)[folded.Outputs[0]];
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i], actual[i], 4);
            }
        }
    }

    [Fact]
    public void Folding_Refuses_A_Normalisation_Behind_An_Activation()
    {
        GraphBuilder builder = new("bad", 3);
        Tensor input = GraphBuilder.Input(new Shape(1, 4, 4, 2));
        Tensor x = builder.Conv2D(input, 4, Extent.One, Extent.One, true, Activation.Relu);
        Graph graph = builder.Build(input, builder.BatchNormalization(x, Activation.None));
        Assert.Contains("right behind a layer", Assert.Throws<CompileException>(() => FoldBatchNormalization.Apply(graph)).Message);
    }

    [Theory]
    [InlineData(0, 6)]
    [InlineData(-1, 1)]
    [InlineData(2, 5)]
    [InlineData(-7, -3)]
    [InlineData(0, 0)]
    public void Range_Is_Covered_And_Zero_Is_Exact(float minimum, float maximum)
    {
        QuantizationParameters q = Quantizer.OfRange(new ValueRange(minimum, maximum));
        Assert.InRange(q.ZeroPoint, -128, 127);
        Assert.True(q.Scale * (127 - q.ZeroPoint) >= maximum - q.Scale);
        Assert.True(q.Scale * (-128 - q.ZeroPoint) <= minimum + q.Scale);
    }

    [Fact]
    public void Int8_Network_Stays_Near_Its_Float_Network()
    {
        // Mean error as a share of the output's range: small on average, and bounded even for unlucky random networks.
        List<double> errors = [];
        for (int seed = 0; seed < 60; seed++)
        {
            Graph graph = RandomGraphs.Float(seed);
            float[][] samples = RandomGraphs.Samples(graph, seed, 8).ToArray();
            Calibrator.Calibrate(graph, samples);
            Graph quantized = Quantizer.Quantize(graph);
            QuantizationParameters inputs = quantized.Inputs[0].Quantization!;
            QuantizationParameters outputs = quantized.Outputs[0].Quantization!;
            foreach (float[] sample in samples)
            {
                sbyte[] input = Array.ConvertAll(sample, v => (sbyte)Math.Clamp(Math.Round(v / inputs.Scale) + inputs.ZeroPoint, -128, 127));
                float[] expected = FloatInterpreter.Run(graph, sample)[graph.Outputs[0]];
                sbyte[] actual = ReferenceInterpreter.Run(quantized, input)[quantized.Outputs[0]];
                double error = expected.Zip(actual, (e, a) => Math.Abs(e - (outputs.Scale * (a - outputs.ZeroPoint)))).Average();
                errors.Add(error / (outputs.Scale * 255));
            }
        }

        Assert.InRange(errors.Average(), 0, 0.01);
        Assert.InRange(errors.Max(), 0, 0.1);
    }

    [Fact]
    public void Weights_Are_Symmetric_Per_Output_Channel()
    {
        Graph graph = RandomGraphs.Int8(11);
        foreach (WeightedOperator step in graph.Operators.OfType<WeightedOperator>())
        {
            Assert.Equal(step.Output.Shape.Channels, step.Weights.Quantization!.Scales.Length);
            Assert.Equal(0, step.Weights.Quantization.ZeroPoint);
            Assert.DoesNotContain((sbyte)-128, step.Weights.Int8Values!);
            for (int channel = 0; channel < step.Output.Shape.Channels; channel++)
            {
                // The largest weight of a channel uses the whole range.
                Assert.Equal(127, ChannelOf(step, channel).Max(w => Math.Abs((int)w)));
            }
        }
    }

    [Fact]
    public void Uncalibrated_Graph_Is_Refused()
    {
        CompileException error = Assert.Throws<CompileException>(() => Quantizer.Quantize(RandomGraphs.Float(1)));
        Assert.Contains("calibrate", error.Message);
    }

    private static IEnumerable<sbyte> ChannelOf(WeightedOperator step, int channel)
    {
        int channels = step.Output.Shape.Channels;
        int each = step.Weights.Shape.Elements / channels;
        return step is DepthwiseConv2D
            ? step.Weights.Int8Values!.Where((_, i) => i % channels == channel)
            : step.Weights.Int8Values!.Skip(channel * each).Take(each);
    }

    private static void Fill(Tensor tensor, Func<float> value)
    {
        for (int i = 0; i < tensor.Values!.Length; i++)
        {
            tensor.Values[i] = value();
        }
    }
}
