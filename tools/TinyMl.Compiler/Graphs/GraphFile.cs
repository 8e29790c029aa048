using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Graphs;

/// <summary>
/// A trained float network with its calibrated ranges and its pipeline as a JSON file: what <c>tinyml train</c> leaves and
/// <c>tinyml compile</c> takes. Weights are base64 of little-endian float32.
/// </summary>
public static class GraphFile
{
    private const string Format = "tinyml-network";
    private const int Version = 1;

    private static readonly JsonSerializerOptions Options = new()
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The file's text.</summary>
    public static string Write(Graph graph, Pipeline pipeline)
    {
        JsonObject root = new()
        {
            ["format"] = Format,
            ["version"] = Version,
            ["name"] = graph.Name,
            ["input"] = graph.Inputs[0].Name,
            ["output"] = graph.Outputs[0].Name,
            ["activations"] = new JsonArray(graph.Activations.Select(WriteActivation).ToArray()),
            ["operators"] = new JsonArray(graph.Operators.Select(OperatorJson.Write).ToArray()),
            ["pipeline"] = JsonSerializer.SerializeToNode(pipeline, Options),
        };
        return root.ToJsonString(Options) + "\n";
    }

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="source">Its name, for messages.</param>
    /// <exception cref="CompileException">The text is no such file; the message says where.</exception>
    public static (Graph Graph, Pipeline Pipeline) Read(string text, string source)
    {
        try
        {
            JsonObject root = JsonNode.Parse(text)!.AsObject();
            if ((string?)root["format"] != Format || (int?)root["version"] != Version)
            {
                throw new CompileException($"{source} is not a network of format {Format}, version {Version}: train it again.");
            }

            Dictionary<string, Tensor> tensors = root["activations"]!.AsArray()
                .Select(node => ReadActivation(node!.AsObject()))
                .ToDictionary(tensor => tensor.Name);
            Graph graph = new()
            {
                Name = (string)root["name"]!,
                Inputs = [tensors[(string)root["input"]!]],
                Outputs = [tensors[(string)root["output"]!]],
                Operators = root["operators"]!.AsArray().Select(node => OperatorJson.Read(node!.AsObject(), tensors)).ToArray(),
            };
            GraphCheck.Verify(graph);
            return (graph, root["pipeline"].Deserialize<Pipeline>(Options) ?? new Pipeline());
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException
            or KeyNotFoundException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            string cause = error.Message.Split('\n')[0].Trim().TrimEnd('.');
            throw new CompileException($"{source} is damaged ({cause}): train the network again.", error);
        }
    }

    private static JsonObject WriteActivation(Tensor tensor)
    {
        JsonObject node = new() { ["name"] = tensor.Name, ["shape"] = WriteShape(tensor.Shape) };
        if (tensor.Range is { } range)
        {
            node["range"] = new JsonArray(range.Minimum, range.Maximum);
        }

        return node;
    }

    private static Tensor ReadActivation(JsonObject node)
    {
        Tensor tensor = new((string)node["name"]!, ReadShape(node["shape"]!));
        if (node["range"] is JsonArray range)
        {
            tensor.Range = new ValueRange((float)range[0]!, (float)range[1]!);
        }

        return tensor;
    }

    internal static JsonObject WriteConstant(Tensor tensor) => new()
    {
        ["name"] = tensor.Name,
        ["shape"] = WriteShape(tensor.Shape),
        ["values"] = Convert.ToBase64String(MemoryMarshal.AsBytes(tensor.Values.AsSpan())),
    };

    internal static Tensor ReadConstant(JsonNode node)
    {
        Shape shape = ReadShape(node["shape"]!);
        byte[] bytes = Convert.FromBase64String((string)node["values"]!);
        return bytes.Length == 4L * shape.Elements
            ? new Tensor((string)node["name"]!, shape) { Values = MemoryMarshal.Cast<byte, float>(bytes).ToArray() }
            : throw new FormatException($"{(string?)node["name"]} has {bytes.Length} bytes for {shape}");
    }

    private static JsonArray WriteShape(Shape shape) => [shape.Batch, shape.Height, shape.Width, shape.Channels];

    private static Shape ReadShape(JsonNode node)
    {
        int[] d = node.AsArray().Select(value => (int)value!).ToArray();
        return d.Length == 4 && d.All(value => value is > 0 and <= 65535)
            ? new Shape(d[0], d[1], d[2], d[3])
            : throw new FormatException("a shape needs four dimensions of 1 to 65535");
    }
}
