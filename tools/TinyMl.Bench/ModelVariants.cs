using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;

namespace TinyMl.Bench;

/// <summary>A network as a profile runs it, and once more where Winograd's transform makes it faster for more memory.</summary>
public static class ModelVariants
{
    /// <summary>The compiled models by name.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Of(string name, Graph graph, Pipeline pipeline, Profile profile)
    {
        byte[] model = ModelCompiler.Compile(graph, pipeline, profile).Bytes;
        yield return (name, model);
        if (profile != Profile.CortexMDsp)
        {
            yield break;
        }

        byte[] faster = ModelCompiler.Compile(graph, pipeline, profile, new WinogradBudget()).Bytes;
        if (!faster.AsSpan().SequenceEqual(model))
        {
            yield return (WithWinograd(name), faster);
        }
    }

    /// <summary>The name that a model has in tables when it is compiled with Winograd's transform.</summary>
    public static string WithWinograd(string model) => $"{model}, Winograd";
}
