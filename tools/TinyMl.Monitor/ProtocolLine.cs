namespace TinyMl.Monitor;

/// <summary>A line as it was understood.</summary>
public sealed record ProtocolLine
{
    /// <summary>What it is.</summary>
    public required LineKind Kind { get; init; }

    /// <summary>The line without its end; bytes that are not ASCII appear as characters of Latin-1.</summary>
    public required string Text { get; init; }

    /// <summary>A metric's name, else the line's first word.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>A metric's value, or the number of a patch's line.</summary>
    public double Value { get; init; }

    /// <summary>The number of an error or of an answer that is one; 0: none.</summary>
    public int Status { get; init; }

    /// <summary>The sentence of an error.</summary>
    public string Sentence { get; init; } = string.Empty;

    /// <summary>What stands as key=value, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>Captured numbers.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>The value of a key; null: the line has none.</summary>
    public string? this[string key] => Fields.FirstOrDefault(f => f.Key == key).Value;
}
