using System.Globalization;
using System.Text.Json.Nodes;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Reference;
using TinyMl.Compiler.TfLite;
using TinyMl.Engine;
using TinyMl.Tests.Shared;

namespace TinyMl.Compiler.Tests;

/// <summary>Real models with outputs recorded from tflite-micro: the reference interpreter and the device's kernels give the same bytes.</summary>
public class GoldenTests
{
    [SharedFact]
    public void Reference_Interpreter_Gives_Every_Golden_Byte() => ForEachRun((model, graph) =>
        input => ReferenceInterpreter.Run(graph, input)[graph.Outputs[0]]);

    [SharedFact]
    public void Device_Kernels_Of_Every_Profile_Give_Every_Golden_Byte()
    {
        foreach ((Profile profile, WinogradBudget? winograd) in Enum.GetValues<Profile>()
            .Select(profile => (profile, (WinogradBudget?)null)).Append((Profile.CortexMDsp, new WinogradBudget())))
        {
            ForEachRun((model, graph) =>
            {
                NativeEngine engine = new(ModelCompiler.Compile(graph, new Pipeline(), profile, winograd).Bytes);
                return input =>
                {
                    input.CopyTo(engine.Input());
                    engine.Run();
                    return engine.Output().ToArray();
                };
            });
        }
    }

    private static void ForEachRun(Func<string, Graph, Func<sbyte[], sbyte[]>> open)
    {
        string[] goldens = Directory.GetFiles(Path.Combine(SharedData.Root!, "models"), "*.golden.json");
        Assert.NotEmpty(goldens);
        foreach (string path in goldens.Order())
        {
            JsonNode golden = JsonNode.Parse(File.ReadAllText(path))!;
            string model = (string)golden["model"]!;
            byte[] file = File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(path)!, model));
            Graph graph = TfLiteImporter.Import(file, Path.GetFileNameWithoutExtension(model));
            Func<sbyte[], sbyte[]> run = open(model, graph);
            foreach (JsonNode? expected in golden["runs"]!.AsArray())
            {
                uint seed = (uint)expected!["seed"]!;
                byte[] output = Array.ConvertAll(run(TestInput.Generate(graph, seed)[0]), value => (byte)value);
                Assert.True(
                    Crc32.Of(output) == uint.Parse((string)expected["output_crc32"]!, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                    $"{model}, seed {seed}");
            }
        }
    }
}
