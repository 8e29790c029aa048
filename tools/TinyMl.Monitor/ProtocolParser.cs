using System.Globalization;

namespace TinyMl.Monitor;

/// <summary>Understands the lines of the serial protocol, and tells noise from them.</summary>
public static class ProtocolParser
{
    /// <summary>The most characters that a device prints in a line.</summary>
    public const int MaxLength = 80;

    // label=, of the last place, takes the rest of the line: labels may contain spaces.
    private const string LastField = "label";

    private static readonly Dictionary<string, (LineKind Kind, string[] Required)> Words = new()
    {
        ["boot"] = (LineKind.Start, ["version", "abi"]),
        ["model"] = (LineKind.Start, ["name", "id"]),
        ["memory"] = (LineKind.Start, ["arena", "infer", "learn", "model", "macs"]),
        ["selftest"] = (LineKind.Start, ["vectors"]),
        ["sensor"] = (LineKind.Sensor, ["t", "state", "status", "kind", "gaps", "errors"]),
        ["event"] = (LineKind.Event, ["t", "class", "score", "label"]),
        ["end"] = (LineKind.Event, ["t", "class", "label"]),
        ["adapt"] = (LineKind.Adaptation, ["t", "n", "shots", "doubtful", "steps", "us"]),
        ["guard"] = (LineKind.Adaptation, ["n", "decision", "user", "factory"]),
        ["learnt"] = (LineKind.Adaptation, ["n", "loss0", "loss1", "change", "level"]),
        ["patch"] = (LineKind.Patch, ["t", "state", "bytes", "shots", "commits"]),
    };

    /// <summary>Understands a line.</summary>
    /// <param name="text">The line without its end.</param>
    /// <returns>The line; <see cref="LineKind.Bad"/> where it cannot be one.</returns>
    public static ProtocolLine Parse(string text)
    {
        if (text.Length == 0 || text.Any(c => (c < ' ' && c != '\t') || c > '~'))
        {
            return Bad(text);
        }

        if (text[0] == '>')
        {
            return Metric(text);
        }

        if (text[0] == '-' || char.IsAsciiDigit(text[0]))
        {
            return Captured(text);
        }

        if (text.StartsWith(PatchText.Prefix, StringComparison.Ordinal))
        {
            return PatchText.TryParse(text, out int number, out _)
                ? new ProtocolLine { Kind = LineKind.Patch, Text = text, Name = PatchText.Prefix, Value = number }
                : Bad(text);
        }

        string word = text.Split(' ', 2)[0];
        if (word is "error" or "err")
        {
            return Failure(text, word);
        }

        if (word == "ok")
        {
            return new ProtocolLine { Kind = LineKind.Answer, Text = text, Name = word, Fields = FieldsOf(text) };
        }

        return Words.TryGetValue(word, out (LineKind Kind, string[] Required) known)
            ? Known(text, word, known.Kind, known.Required)
            : new ProtocolLine { Kind = LineKind.Other, Text = text, Name = word };
    }

    /// <summary>A line that cannot be understood.</summary>
    /// <param name="text">What arrived.</param>
    /// <returns>The line.</returns>
    public static ProtocolLine Bad(string text) => new() { Kind = LineKind.Bad, Text = text };

    private static ProtocolLine Metric(string text)
    {
        // A label in a metric's name may contain a colon, its value cannot.
        int colon = text.LastIndexOf(':');
        return colon > 1
            && double.TryParse(text.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value)
            ? new ProtocolLine { Kind = LineKind.Metric, Text = text, Name = text[1..colon], Value = value }
            : Bad(text);
    }

    private static ProtocolLine Captured(string text)
    {
        string[] cells = text.Split('\t');
        int[] numbers = new int[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            if (!int.TryParse(cells[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return cells.Length > 1 ? Bad(text) : new ProtocolLine { Kind = LineKind.Other, Text = text };
            }
        }

        return new ProtocolLine { Kind = LineKind.Capture, Text = text, Numbers = numbers };
    }

    private static ProtocolLine Failure(string text, string word)
    {
        string[] parts = text.Split(' ', 3);
        return parts.Length == 3
            && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int status)
            ? new ProtocolLine
            {
                Kind = word == "err" ? LineKind.Answer : LineKind.Error,
                Text = text,
                Name = word,
                Status = status,
                Sentence = parts[2],
            }
            : Bad(text);
    }

    private static ProtocolLine Known(string text, string word, LineKind kind, string[] required)
    {
        List<KeyValuePair<string, string>> fields = FieldsOf(text);
        return fields.Select(f => f.Key).SequenceEqual(required)
            ? new ProtocolLine { Kind = kind, Text = text, Name = word, Fields = fields }
            : Bad(text);
    }

    private static List<KeyValuePair<string, string>> FieldsOf(string text)
    {
        List<KeyValuePair<string, string>> fields = [];
        string rest = text;
        for (int space = rest.IndexOf(' '); space >= 0; space = rest.IndexOf(' '))
        {
            rest = rest[(space + 1)..];
            int equals = rest.IndexOf('=');
            if (equals <= 0 || rest.AsSpan(0, equals).Contains(' '))
            {
                continue;
            }

            string key = rest[..equals];
            int end = key == LastField ? -1 : rest.IndexOf(' ');
            string value = rest[(equals + 1)..(end < 0 ? rest.Length : end)];
            fields.Add(new(key, value));
            rest = end < 0 ? string.Empty : rest[end..];
        }

        return fields;
    }
}
