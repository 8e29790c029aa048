using System.Text.Json.Serialization;
using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Models;

/// <summary>What turns a sensor's bytes into the network's input: rows in a ring, and a window each few rows.</summary>
[JsonConverter(typeof(FrontEndConverter))]
public abstract record FrontEnd
{
    /// <summary>Bytes of one raw sample.</summary>
    public abstract int RecordBytes { get; init; }

    /// <summary>Rows of a window.</summary>
    public abstract int Rows { get; init; }

    /// <summary>Rows between two windows.</summary>
    public abstract int Hop { get; init; }

    /// <summary>Raw records a second, in mHz.</summary>
    public abstract int SampleRate { get; init; }

    /// <summary>The shape of a window.</summary>
    [JsonIgnore]
    public abstract Shape InputShape { get; }

    /// <summary>The quantisation of a window.</summary>
    [JsonIgnore]
    public abstract QuantizationParameters InputQuantization { get; }

    /// <summary>Records from one row to the next.</summary>
    [JsonIgnore]
    public abstract int RecordsPerRow { get; }

    /// <summary>Bytes of the arena that it needs, 4-byte aligned.</summary>
    [JsonIgnore]
    internal abstract int MemoryBytes { get; }
}
