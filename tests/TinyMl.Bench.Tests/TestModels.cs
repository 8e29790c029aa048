using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.TfLite;
using TinyMl.Tests.Shared;

namespace TinyMl.Bench.Tests;

internal static class TestModels
{
    internal static string NativeFolder => Path.Combine(SharedData.Repository, "native-interop");

    internal static string Artifacts => Path.Combine(SharedData.Repository, "artifacts", "bench");

    internal static BenchRunner Runner => new(NativeFolder, Artifacts);

    /// <summary>Every operator once, in a few thousand multiply-accumulates.</summary>
    internal static byte[] Small { get; } = MakeSmall();

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

    internal static byte[] Shared(string name)
    {
        string path = Path.Combine(SharedData.Root!, "models", name + ".tflite");
        return ModelCompiler.Compile(TfLiteImporter.Import(File.ReadAllBytes(path), name), new Pipeline()).Bytes;
    }

    private static byte[] MakeSmall()
    {
        GraphBuilder builder = new("small", 3);
        Tensor input = GraphBuilder.Input(new Shape(1, 9, 7, 3));
        Tensor x = builder.Conv2D(input, 6, new Extent(3, 3), new Extent(2, 1), true, Activation.Relu);
        x = builder.DepthwiseConv2D(x, new Extent(3, 3), Extent.One, true, Activation.Relu);
        Tensor branch = builder.Conv2D(x, 6, Extent.One, Extent.One, true, Activation.None);
        x = builder.MaxPool2D(builder.Add(branch, x, Activation.None), new Extent(2, 2), new Extent(2, 2), false);
        x = builder.FullyConnected(builder.GlobalAveragePool(x), 5, Activation.None);
        Graph graph = builder.Build(input, builder.Softmax(x));
        Random random = new(4);
        Calibrator.Calibrate(graph, Enumerable.Range(0, 4).Select(_ =>
            Enumerable.Range(0, graph.Inputs[0].Shape.Elements).Select(_ => (random.NextSingle() * 2) - 1).ToArray()).ToArray());
        return ModelCompiler.Compile(Quantizer.Quantize(graph), new Pipeline()).Bytes;
    }
}
