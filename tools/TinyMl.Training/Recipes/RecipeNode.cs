using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Recipes;

/// <summary>An object of a recipe, read property by property: each fault names its place, and what nobody read is a fault.</summary>
internal sealed class RecipeNode
{
    private readonly string _file;
    private readonly string _path;
    private readonly JsonObject _object;
    private readonly HashSet<string> _read = [];

    private RecipeNode(string file, string path, JsonObject content)
    {
        _file = file;
        _path = path;
        _object = content;
    }

    /// <summary>Reads a recipe's text.</summary>
    public static RecipeNode Parse(string text, string file)
    {
        JsonDocumentOptions options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        try
        {
            return new RecipeNode(file, string.Empty, JsonNode.Parse(text, null, options) as JsonObject
                ?? throw new RecipeException($"{file}: is no JSON object; begin with {{ and end with }}."));
        }
        catch (JsonException e)
        {
            throw new RecipeException(
                $"{file}, line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: is no JSON; mend the text there.");
        }
    }

    /// <summary>A whole number.</summary>
    public int Int(string name, int? otherwise, int least, int most)
    {
        double value = Number(name, otherwise, least, most);
        return value == Math.Floor(value)
            ? (int)value
            : throw Fault(name, $"is {Text(value)}", "write a whole number");
    }

    /// <summary>A number.</summary>
    public double Number(string name, double? otherwise, double least, double most)
    {
        if (Take(name) is not { } node)
        {
            return otherwise ?? throw Missing(name);
        }

        if (node.GetValueKind() != JsonValueKind.Number)
        {
            throw Fault(name, "is no number", $"write a number from {Text(least)} to {Text(most)}");
        }

        double value = node.GetValue<double>();
        return value >= least && value <= most
            ? value
            : throw Fault(name, $"is {Text(value)}", $"write a number from {Text(least)} to {Text(most)}");
    }

    /// <summary>A text that is not empty.</summary>
    public string Text(string name, string? otherwise = null)
    {
        JsonNode? node = Take(name);
        return node is null
            ? otherwise ?? throw Missing(name)
            : node.GetValueKind() == JsonValueKind.String && node.GetValue<string>().Length > 0
                ? node.GetValue<string>()
                : throw Fault(name, "is no text", "write a text in quotation marks");
    }

    /// <summary>True or false.</summary>
    public bool Flag(string name, bool otherwise) => Take(name) switch
    {
        null => otherwise,
        { } node when node.GetValueKind() is JsonValueKind.True or JsonValueKind.False => node.GetValue<bool>(),
        _ => throw Fault(name, "is neither true nor false", "write one of the two"),
    };

    /// <summary>One of some words.</summary>
    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum
    {
        string text = Text(name, otherwise.ToString());
        foreach (T value in Enum.GetValues<T>())
        {
            if (value.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        string words = string.Join(", ", Enum.GetNames<T>().Select(n => n.ToLowerInvariant()));
        throw Fault(name, $"is \"{text}\"", $"write one of {words}");
    }

    /// <summary>A list of whole numbers.</summary>
    public int[] Ints(string name, int[] otherwise, int least, int most)
    {
        if (Take(name) is not { } node)
        {
            return otherwise;
        }

        if (node is not JsonArray array || array.Any(v => v?.GetValueKind() != JsonValueKind.Number))
        {
            throw Fault(name, "is no list of numbers", "write it as [1, 2, 3]");
        }

        double[] values = array.Select(v => v!.GetValue<double>()).ToArray();
        foreach (double value in values.Where(v => v != Math.Floor(v) || v < least || v > most))
        {
            throw Fault(name, $"contains {Text(value)}", $"write whole numbers from {least} to {most}");
        }

        return Array.ConvertAll(values, v => (int)v);
    }

    /// <summary>Rows and columns: a list of two whole numbers, or the rows alone of something one column wide.</summary>
    public Extent Extent(string name, int otherwise, int least, int most)
    {
        if (!Has(name) || _object[name] is not JsonArray)
        {
            return new Extent(Int(name, otherwise, least, most), 1);
        }

        int[] values = Ints(name, [], least, most);
        return values.Length == 2
            ? new Extent(values[0], values[1])
            : throw Fault(name, "are not two numbers", "write [rows, columns]");
    }

    /// <summary>A list of texts, one at least.</summary>
    public string[] Texts(string name)
    {
        JsonNode node = Take(name) ?? throw Missing(name);
        return node is JsonArray { Count: > 0 } array && array.All(v => v?.GetValueKind() == JsonValueKind.String)
            ? array.Select(v => v!.GetValue<string>()).ToArray()
            : throw Fault(name, "is no list of texts", "write it as [\"a\", \"b\"]");
    }

    /// <summary>An object; absent: an empty one.</summary>
    public RecipeNode Section(string name) => Take(name) switch
    {
        null => new RecipeNode(_file, Path(name), []),
        JsonObject content => new RecipeNode(_file, Path(name), content),
        _ => throw Fault(name, "is no object", "write it as { ... }"),
    };

    /// <summary>Whether a property is there.</summary>
    public bool Has(string name) => _object.ContainsKey(name);

    /// <summary>A list of objects, one at least.</summary>
    public RecipeNode[] Sections(string name)
    {
        JsonNode node = Take(name) ?? throw Missing(name);
        return node is JsonArray { Count: > 0 } array && array.All(v => v is JsonObject)
            ? array.Select((v, i) => new RecipeNode(_file, $"{Path(name)}[{i}]", (JsonObject)v!)).ToArray()
            : throw Fault(name, "is no list of objects", "write it as [{ ... }, { ... }]");
    }

    /// <summary>Refuses what nobody read.</summary>
    public void End()
    {
        foreach ((string name, _) in _object)
        {
            if (!_read.Contains(name))
            {
                string known = string.Join(", ", _read.Order(StringComparer.Ordinal));
                throw Fault(name, "is unknown", $"remove it or write one of {known}");
            }
        }
    }

    /// <summary>A fault of a property.</summary>
    public RecipeException Fault(string name, string cause, string way) =>
        new($"{_file}, {Path(name)}: {cause}; {way}.");

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private RecipeException Missing(string name) => Fault(name, "is missing", "add it");

    private JsonNode? Take(string name)
    {
        _read.Add(name);
        return _object[name];
    }

    private string Path(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
