using System.Text.Json.Nodes;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;
using TinyMl.Compiler.TfLite;
using TinyMl.Engine;
using TinyMl.Tests.Shared;

namespace TinyMl.Compiler.Tests;

/// <summary>Every operator against bytes that tflite-micro's reference kernels gave for the same file and input.</summary>
public class TfLiteGoldenTests
{
    private static readonly JsonNode Goldens = JsonNode.Parse(File.ReadAllText(Path.Combine(
        SharedData.Repository, "tests", "TinyMl.Compiler.Tests", "Goldens", "tflite-micro.json")))!;

    [Fact]
    public void Reference_And_Device_Give_Every_Golden_Byte()
    {
        HashSet<string> seen = [];
        foreach (JsonNode? golden in Goldens["cases"]!.AsArray())
        {
            string kind = (string)golden!["operator"]!;
            int seed = (int)golden["seed"]!;
            byte[] expected = Convert.FromHexString((string)golden["output"]!);
            Graph graph = TfLiteImporter.Import(TfLiteCases.Make(kind, seed), "golden");
            sbyte[][] inputs = TestInput.Generate(graph, (uint)seed);
            Dictionary<Tensor, sbyte[]> values = ReferenceInterpreter.Run(graph, inputs);
            Assert.Equal((kind, seed, Hex(expected)), (kind, seed, Hex(graph.Outputs.SelectMany(o => values[o]))));

            foreach (Profile profile in Enum.GetValues<Profile>())
            {
                using NativeEngine engine = new(ModelCompiler.Compile(graph, new Pipeline(), profile).Bytes);
                for (int i = 0; i < inputs.Length; i++)
                {
                    inputs[i].CopyTo(engine.Input(i));
                }

                engine.Run();
                IEnumerable<sbyte> device = graph.Outputs.SelectMany((_, i) => engine.Output(i).ToArray());
                Assert.Equal((kind, seed, profile, Hex(expected)), (kind, seed, profile, Hex(device)));
            }

            seen.Add(kind);
        }

        seen.UnionWith(Goldens["tables"]!.AsArray().Select(table => (string)table!["function"]!));
        Assert.Equal(TfLiteCases.Kinds.Order(), seen.Order());
    }

    [Fact]
    public void Tables_Are_The_Golden_Ones()
    {
        foreach (JsonNode? golden in Goldens["tables"]!.AsArray())
        {
            string function = (string)golden!["function"]!;
            QuantizationParameters x = Parameters(golden["input"]!);
            QuantizationParameters y = Parameters(golden["output"]!);
            sbyte[] table = function switch
            {
                "LOGISTIC" => UnaryTables.Logistic(x),
                "TANH" => UnaryTables.Tanh(x),
                "RELU" => UnaryTables.Relu(x, y),
                "RELU6" => UnaryTables.Relu6(x),
                "LEAKY_RELU" => UnaryTables.LeakyRelu(x, y, (float)golden["alpha"]!),
                "HARD_SWISH" => UnaryTables.HardSwish(x, y),
                "QUANTIZE" => UnaryTables.Requantize(x, y),
                _ => throw new InvalidOperationException(function),
            };
            Assert.Equal((function, (string)golden["table"]!), (function, Hex(table)));
        }
    }

    private static QuantizationParameters Parameters(JsonNode node) => new((float)node[0]!, (int)node[1]!);

    private static string Hex(IEnumerable<sbyte> values) => Hex(values.Select(v => (byte)v).ToArray());

    private static string Hex(byte[] values) => Convert.ToHexString(values);
}
