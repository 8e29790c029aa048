using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.TfLite;
using TinyMl.Tests.Shared;

namespace TinyMl.Bench.Tests;

internal static class TestModels
{
    internal static string NativeFolder => Path.Combine(SharedData.Repository, "native-interop");

    internal static string Artifacts => Path.Combine(SharedData.Repository, "artifacts", "bench");

    internal static BenchRunner Runner => new(NativeFolder, Artifacts);

    internal static BenchRunner AdaptingRunner => new(NativeFolder, Artifacts) { Adapts = true };

    /// <summary>Every operator once, in a few thousand multiply-accumulates.</summary>
    internal static byte[] Small { get; } = ModelCompiler.Compile(SmallGraph(learns: false), new Pipeline()).Bytes;

    /// <summary>A front end of sound in front of a network that averages.</summary>
    internal static byte[] Listening(string preset)
    {
        AudioFrontEnd frontEnd = AudioFrontEnd.Presets[preset];
        GraphBuilder builder = new("listening", 1);
        Tensor input = GraphBuilder.Input(frontEnd.InputShape);
        Graph graph = builder.Build(input, builder.GlobalAveragePool(input));
        return ModelCompiler.Compile(
            Quantizer.Quantize(graph, frontEnd.InputQuantization), new Pipeline { FrontEnd = frontEnd }).Bytes;
    }

    /// <summary>One pool over an image.</summary>
    internal static byte[] Pooling(Shape shape, Extent filter, Extent stride, bool isAverage)
    {
        GraphBuilder builder = new("pooling", 1);
        Tensor input = GraphBuilder.Input(shape);
        Graph graph = builder.Build(
            input, isAverage ? builder.AveragePool2D(input, filter, stride, true) : builder.MaxPool2D(input, filter, stride, true));
        return ModelCompiler.Compile(Quantizer.Quantize(graph, new QuantizationParameters(1f / 64, 3)), new Pipeline()).Bytes;
    }

    /// <summary>The same with a pool that passes gradients on, learning with a scheme.</summary>
    internal static byte[] SmallThatLearns(string scheme) => ModelCompiler.Compile(SmallGraph(learns: true), Learning(scheme, 5)).Bytes;

    /// <summary>The same with a factory's set, so that the guard can test, and with rates at which a few shots change much.</summary>
    internal static byte[] SmallThatAdapts(string scheme)
    {
        Graph graph = SmallGraph(learns: true);
        Random random = new(5);
        LearningExample[] factory = Enumerable.Range(0, 6).Select(i =>
        {
            byte[] window = new byte[graph.Inputs[0].Shape.Elements];
            random.NextBytes(window);
            return new LearningExample(i % 5, Array.ConvertAll(window, value => (sbyte)value));
        }).ToArray();
        LearningSettings learning = new() { Scheme = scheme, Shots = 8, Rate = 0.3f, BiasRate = 0.3f, PrototypeStrength = 7 };
        return ModelCompiler.Compile(graph, new Pipeline { Learning = learning, FactoryShots = factory }).Bytes;
    }

    internal static byte[] Shared(string name, string? scheme = null, Profile profile = Profile.Portable, bool winograd = false)
    {
        string path = Path.Combine(SharedData.Root!, "models", name + ".tflite");
        Pipeline pipeline = scheme is null ? new Pipeline() : Learning(scheme, 64);
        return ModelCompiler.Compile(TfLiteImporter.Import(File.ReadAllBytes(path), name), pipeline, profile, winograd ? new WinogradBudget() : null).Bytes;
    }

    /// <summary>A model of this repository with the kernels of a profile.</summary>
    internal static byte[] Own(string name, Profile profile)
    {
        string path = Path.Combine(SharedData.Repository, "models", name, name + ".json");
        (Graph graph, Pipeline pipeline) = GraphFile.Read(File.ReadAllText(path), path);
        return ModelCompiler.Compile(Quantizer.Quantize(graph, pipeline.FrontEnd?.InputQuantization), pipeline, profile).Bytes;
    }

    private static Pipeline Learning(string scheme, int shots) =>
        new() { Learning = new LearningSettings { Scheme = scheme, Shots = shots } };

    private static Graph SmallGraph(bool learns)
    {
        GraphBuilder builder = new("small", 3);
        Tensor input = GraphBuilder.Input(new Shape(1, 9, 7, 3));
        Tensor x = builder.Conv2D(input, 6, new Extent(3, 3), new Extent(2, 1), true, Activation.Relu);
        x = builder.DepthwiseConv2D(x, new Extent(3, 3), Extent.One, true, Activation.Relu);
        Tensor branch = builder.Conv2D(x, 6, Extent.One, Extent.One, true, Activation.None);
        x = builder.Add(branch, x, Activation.None);
        Extent half = new(2, 2);
        x = learns ? builder.AveragePool2D(x, half, half, false) : builder.MaxPool2D(x, half, half, false);
        x = builder.FullyConnected(builder.GlobalAveragePool(x), 5, Activation.None);
        Graph graph = builder.Build(input, builder.Softmax(x));
        Random random = new(4);
        Calibrator.Calibrate(graph, Enumerable.Range(0, 4).Select(_ =>
            Enumerable.Range(0, graph.Inputs[0].Shape.Elements).Select(_ => (random.NextSingle() * 2) - 1).ToArray()).ToArray());
        return Quantizer.Quantize(graph);
    }
}
