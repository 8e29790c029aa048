using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyMl.Bench;

/// <summary>
/// Instruction counts of models by target, whole and layer by layer, as a file: counts are the same on every machine, so one
/// that grew means slower code.
/// </summary>
public sealed class InstructionCounts
{
    /// <summary>Growth that is not worth a word.</summary>
    public const double Tolerance = 0.02;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly JsonObject _counts;

    private InstructionCounts(JsonObject counts) => _counts = counts;

    /// <summary>The models that were counted.</summary>
    public IEnumerable<string> Models => _counts.Select(model => model.Key);

    /// <summary>Reads a file that <see cref="Write"/> wrote.</summary>
    public static InstructionCounts Read(string path) => new(JsonNode.Parse(File.ReadAllText(path))!.AsObject());

    /// <summary>The file's text: by model, by target, one count for the inference and one for each layer.</summary>
    public static string Write(IEnumerable<BenchResult> results)
    {
        JsonObject counts = [];
        foreach (IGrouping<string, BenchResult> model in Counted(results).GroupBy(result => result.Model).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            JsonObject targets = [];
            foreach (BenchResult result in model)
            {
                targets[result.Target] = new JsonObject
                {
                    ["instructions"] = result.Instructions,
                    ["layers"] = new JsonArray([.. result.Layers.Select(layer => JsonValue.Create(layer.Instructions))]),
                };
            }

            counts[model.Key] = targets;
        }

        return counts.ToJsonString(Indented) + "\n";
    }

    /// <summary>What grew, a sentence each; also a model or target without counts, and other layers than were counted.</summary>
    public IEnumerable<string> Growth(BenchResult result)
    {
        string what = $"{result.Model} on {result.Target}";
        if (_counts[result.Model]?[result.Target] is not { } counted)
        {
            yield return $"{what} was never counted.";
            yield break;
        }

        long[] layers = counted["layers"]!.AsArray().Select(layer => (long)layer!).ToArray();
        if (layers.Length != result.Layers.Count)
        {
            yield return $"{what} has {result.Layers.Count} layers, counted were {layers.Length}.";
            yield break;
        }

        IEnumerable<(string Name, long Before, long Now)> pairs = result.Layers
            .Select((layer, i) => ($"layer {i} ({layer.Code}) of {what}", layers[i], layer.Instructions!.Value))
            .Prepend((what, (long)counted["instructions"]!, result.Instructions!.Value));
        foreach ((string name, long before, long now) in pairs.Where(pair => pair.Now > pair.Before * (1 + Tolerance)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name} takes {now:N0} instructions, {before:N0} before.");
        }
    }

    // What this machine executes depends on its compiler.
    private static IEnumerable<BenchResult> Counted(IEnumerable<BenchResult> results) =>
        results.Where(result => !BenchTarget.Find(result.Target)!.IsHost && result.Instructions is not null);
}
