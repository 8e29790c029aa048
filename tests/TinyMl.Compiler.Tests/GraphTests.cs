using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Tests;

public class GraphTests
{
    [Theory]
    [InlineData(10, 3, 1, 1, 1, 1)]
    [InlineData(10, 3, 2, 1, 0, 1)]
    [InlineData(11, 3, 2, 1, 1, 1)]
    [InlineData(49, 10, 2, 1, 4, 5)]
    [InlineData(5, 4, 1, 1, 1, 2)]
    [InlineData(9, 3, 1, 2, 2, 2)]
    [InlineData(3, 1, 2, 1, 0, 0)]
    public void Same_Padding_Is_TensorFlows(int input, int filter, int stride, int dilation, int before, int after) =>
        Assert.Equal((before, after), Padding.Same(input, filter, stride, dilation));

    [Fact]
    public void Float_Convolution_By_Hand()
    {
        // 1x3x1x1 input 1, 2, 3; filter 2x1 of 10, 100; SAME puts the odd zero after.
        Tensor input = GraphBuilder.Input(new Shape(1, 3, 1, 1));
        GraphBuilder builder = new("hand", 1);
        Tensor y = builder.Conv2D(input, 1, new Extent(2, 1), Extent.One, true, Activation.Relu6);
        Graph graph = builder.Build(input, y);
        Conv2D conv = (Conv2D)graph.Operators[0];
        conv.Weights.Values = [10, 100];
        conv.Bias.Values = [-206];
        Assert.Equal([4, 6, 0], FloatInterpreter.Run(graph, [1, 2, 3])[y]);
    }

    [Fact]
    public void Average_Counts_No_Padding()
    {
        Tensor input = GraphBuilder.Input(new Shape(1, 3, 1, 1));
        GraphBuilder builder = new("hand", 1);
        Tensor y = builder.AveragePool2D(input, new Extent(2, 1), Extent.One, true);
        Assert.Equal([1.5f, 2.5f, 3], FloatInterpreter.Run(builder.Build(input, y), [1, 2, 3])[y]);
    }

    [Fact]
    public void Network_File_Keeps_Every_Bit()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Graph graph = RandomGraphs.Float(seed);
            float[][] samples = RandomGraphs.Samples(graph, seed, 3).ToArray();
            Calibrator.Calibrate(graph, samples);
            Pipeline pipeline = new() { SelfTests = 3 };
            (Graph read, Pipeline settings) = GraphFile.Read(GraphFile.Write(graph, pipeline), "test");
            Assert.Equal(3, settings.SelfTests);
            Assert.Equal(
                ModelCompiler.Compile(Quantizer.Quantize(graph), pipeline).Bytes,
                ModelCompiler.Compile(Quantizer.Quantize(read), settings).Bytes);
        }
    }

    [Fact]
    public void Damaged_Network_File_Gets_One_Sentence()
    {
        Graph graph = RandomGraphs.Float(3);
        Calibrator.Calibrate(graph, RandomGraphs.Samples(graph, 3, 3));
        string text = GraphFile.Write(graph, new Pipeline());
        Random random = new(1);
        for (int i = 0; i < 300; i++)
        {
            int at = random.Next(text.Length);
            string damaged = i % 2 == 0 ? text[..at] : text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
            try
            {
                GraphFile.Read(damaged, "net.json");
            }
            catch (CompileException error)
            {
                Assert.DoesNotContain('\n', error.Message);
                Assert.EndsWith(".", error.Message);
            }
        }
    }

    [Fact]
    public void Malformed_Graphs_Are_Refused_By_Name()
    {
        Tensor input = GraphBuilder.Input(new Shape(1, 4, 4, 2));
        Tensor wrong = new("wrong", new Shape(1, 4, 4, 3));
        AveragePool2D pool = new() { Inputs = [input], Output = wrong, Filter = Extent.One };
        Graph graph = new() { Name = "bad", Inputs = [input], Outputs = [wrong], Operators = [pool] };
        Assert.Contains("'wrong' changes the number of channels", Assert.Throws<CompileException>(() => GraphCheck.Verify(graph)).Message);

        Tensor small = new("small", new Shape(1, 3, 4, 2));
        pool = new AveragePool2D { Inputs = [input], Output = small, Filter = Extent.One };
        graph = new Graph { Name = "bad", Inputs = [input], Outputs = [small], Operators = [pool] };
        Assert.Contains("cannot make", Assert.Throws<CompileException>(() => GraphCheck.Verify(graph)).Message);

        Add late = new() { Inputs = [input, small], Output = input };
        graph = new Graph { Name = "bad", Inputs = [input], Outputs = [input], Operators = [late] };
        Assert.Contains("nothing has written", Assert.Throws<CompileException>(() => GraphCheck.Verify(graph)).Message);
    }

    [Fact]
    public void Crc_Of_The_Check_String() => Assert.Equal(0xCBF43926u, Crc32.Of("123456789"u8));
}
