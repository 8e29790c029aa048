using System.Text.Json;

namespace StandInNanoff;

/// <summary>
/// Parses arguments as nanoff's own parser (CommandLineParser 2.9) does: names in full, no repetition, no unknown option, a
/// value that does not start with a hyphen, lists that take every value up to the next option. It also refuses what nanoff
/// drops in silence: a value that belongs to no option, and an option without its value.
/// </summary>
internal sealed class CommandLine
{
    private readonly Dictionary<string, List<string>> _values = [];

    private CommandLine()
    {
    }

    /// <summary>What is wrong with the arguments; null: nothing.</summary>
    internal string? Error { get; private set; }

    internal static CommandLine Parse(string[] arguments)
    {
        CommandLine line = new();
        Definition[] definitions = ReadDefinitions();
        for (int i = 0; i < arguments.Length && line.Error is null;)
        {
            string argument = arguments[i++];
            Definition? option = Array.Find(definitions, d => argument == "--" + d.Name || argument == "-" + d.Short);
            List<string> values = [];
            if (option is null)
            {
                line.Error = $"'{argument}' is unknown";
                break;
            }

            int most = option.Kind switch { "flag" => 0, "list" => int.MaxValue, _ => 1 };
            while (values.Count < most && i < arguments.Length && !arguments[i].StartsWith('-'))
            {
                values.Add(arguments[i++]);
            }

            line.Error = Fault(option, values) ?? (line._values.TryAdd(option.Name, values) ? null : $"'{argument}' is repeated");
        }

        return line;
    }

    internal bool Has(string name) => _values.ContainsKey(name);

    internal string? Text(string name) => _values.TryGetValue(name, out List<string>? values) ? values.FirstOrDefault() : null;

    internal IReadOnlyList<string> List(string name) => _values.TryGetValue(name, out List<string>? values) ? values : [];

    private static string? Fault(Definition option, List<string> values) => option.Kind switch
    {
        "flag" => null,
        _ when values.Count == 0 => $"'--{option.Name}' has no value",
        "number" when !int.TryParse(values[0], out _) => $"'--{option.Name}' wants a number",
        "choice" when !option.Choices!.Contains(values[0]) => $"'--{option.Name}' does not take '{values[0]}'",
        _ => null,
    };

    private static Definition[] ReadDefinitions()
    {
        using Stream data = typeof(CommandLine).Assembly.GetManifestResourceStream("options.json")!;
        JsonSerializerOptions options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        return JsonDocument.Parse(data).RootElement.GetProperty("options").Deserialize<Definition[]>(options)!;
    }

    private sealed record Definition(string Name, string Kind, string? Short, string[]? Choices);
}
