namespace TinyMl.Monitor;

/// <summary>What a live view shows.</summary>
public sealed record MonitorSnapshot
{
    /// <summary>Where the lines come from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether the source is open.</summary>
    public required bool IsConnected { get; init; }

    /// <summary>Why it is not; empty: it is, or has ended.</summary>
    public required string Problem { get; init; }

    /// <summary>How often the source was opened again.</summary>
    public required int Reconnections { get; init; }

    /// <summary>Lines received, bad ones included.</summary>
    public required long Lines { get; init; }

    /// <summary>Lines that could not be understood.</summary>
    public required long BadLines { get; init; }

    /// <summary>Metrics in the order in which they first came.</summary>
    public required IReadOnlyList<MetricHistory> Metrics { get; init; }

    /// <summary>The last events, adaptations, errors, answers and states of the sensor, oldest first.</summary>
    public required IReadOnlyList<ProtocolLine> Recent { get; init; }

    /// <summary>The last adaptations, oldest first.</summary>
    public required IReadOnlyList<ToldAdaptation> Adaptations { get; init; }

    /// <summary>What the device last said of itself, by first word: boot, model, memory, selftest, sensor, guard, learnt.</summary>
    public required IReadOnlyDictionary<string, ProtocolLine> About { get; init; }
}
