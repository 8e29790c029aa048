using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>The gesture model without the guard: whatever is labelled is learnt, so that each method has something to show.</summary>
internal sealed class UnguardedModel : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("glue").FullName;

    internal UnguardedModel()
    {
        string network = System.IO.Path.Combine(SharedData.Repository, "models", "gesture-digits", "gesture-digits.json");
        (Graph graph, Pipeline pipeline) = GraphFile.Read(File.ReadAllText(network), network);
        byte[] bytes = ModelCompiler.Compile(
            Quantizer.Quantize(graph, pipeline.FrontEnd!.InputQuantization),
            pipeline with { Learning = pipeline.Learning! with { Guard = false } }).Bytes;
        Path = System.IO.Path.Combine(_folder, "unguarded.tml");
        File.WriteAllBytes(Path, bytes);
        Contents = new ModelFile(bytes);
    }

    internal string Path { get; }

    internal ModelFile Contents { get; }

    public void Dispose() => Directory.Delete(_folder, true);
}
