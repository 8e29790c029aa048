using System.Globalization;
using System.Text.Json;
using TinyMl.Compiler.Latency;

namespace TinyMl.Bench;

/// <summary>What one inference of a model executes.</summary>
/// <param name="Instructions">All of it.</param>
/// <param name="Layers">Each operator alone, in execution order.</param>
public sealed record ModelCount(long Instructions, long[] Layers);

/// <summary>
/// Instruction counts by target, profile and model, as a file: counts are the same on every machine, so one that grew means
/// slower code.
/// </summary>
public sealed class InstructionCounts
{
    /// <summary>Growth that is not worth a word.</summary>
    public const double Tolerance = 0.02;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    private readonly Dictionary<(string Target, string Profile, string Model), ModelCount> _counts = [];

    /// <summary>No counts.</summary>
    public InstructionCounts()
    {
    }

    private InstructionCounts(InstructionCounts other) => _counts = new(other._counts);

    /// <summary>All counts.</summary>
    public IReadOnlyDictionary<(string Target, string Profile, string Model), ModelCount> All => _counts;

    /// <summary>Reads a file.</summary>
    public static InstructionCounts Read(string path)
    {
        InstructionCounts read = new();
        var table = JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, ModelCount>>>>(
            File.ReadAllText(path), Options)!;
        foreach ((string target, Dictionary<string, Dictionary<string, ModelCount>> profiles) in table)
        {
            foreach ((string profile, Dictionary<string, ModelCount> models) in profiles)
            {
                foreach ((string model, ModelCount count) in models)
                {
                    read._counts[(target, profile, model)] = count;
                }
            }
        }

        return read;
    }

    /// <summary>The same counts but for those of the results.</summary>
    public InstructionCounts With(IEnumerable<BenchResult> results)
    {
        InstructionCounts changed = new(this);
        foreach (BenchResult result in results.Where(IsComparable))
        {
            changed._counts[KeyOf(result)] = new ModelCount(
                result.Instructions!.Value, [.. result.Layers.Select(layer => layer.Instructions!.Value)]);
        }

        return changed;
    }

    /// <summary>The file's text, a line for each model.</summary>
    public string Text() => NestedJson.Write(_counts.Select(count =>
        (count.Key.Target, count.Key.Profile, count.Key.Model, JsonSerializer.Serialize(count.Value, Options))));

    /// <summary>What grew, a sentence each; also a model without counts, and other layers than were counted.</summary>
    public IEnumerable<string> Growth(BenchResult result)
    {
        string what = $"{result.Model} on {result.Target}, {result.Profile}";
        if (!_counts.TryGetValue(KeyOf(result), out ModelCount? counted))
        {
            yield return $"{what} was never counted.";
            yield break;
        }

        if (counted.Layers.Length != result.Layers.Count)
        {
            yield return $"{what} has {result.Layers.Count} layers, counted were {counted.Layers.Length}.";
            yield break;
        }

        IEnumerable<(string Name, long Before, long Now)> pairs = result.Layers
            .Select((layer, i) => ($"layer {i} ({layer.Code}) of {what}", counted.Layers[i], layer.Instructions!.Value))
            .Prepend((what, counted.Instructions, result.Instructions!.Value));
        foreach ((string name, long before, long now) in pairs.Where(pair => pair.Now > pair.Before * (1 + Tolerance)))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{name} takes {now:N0} instructions, {before:N0} before.");
        }
    }

    /// <summary>Whether a result is the same on every machine: what this one executes depends on its compiler.</summary>
    public static bool IsComparable(BenchResult result) => !BenchTarget.Find(result.Target)!.IsHost && result.Instructions is not null;

    private static (string Target, string Profile, string Model) KeyOf(BenchResult result) => (result.Target, result.Profile, result.Model);
}
