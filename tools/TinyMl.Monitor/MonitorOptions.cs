namespace TinyMl.Monitor;

/// <summary>What to monitor and what to keep of it.</summary>
public sealed record MonitorOptions
{
    /// <summary>Where the lines come from.</summary>
    public required MonitorSource Source { get; init; }

    /// <summary>CSV of the metrics; null: none.</summary>
    public string? Csv { get; init; }

    /// <summary>CSV of the adaptations and what the guard decided; null: none.</summary>
    public string? Adaptations { get; init; }

    /// <summary>JSON Lines of everything; null: none.</summary>
    public string? Json { get; init; }

    /// <summary>Captured numbers, separated by TAB; null: none.</summary>
    public string? Capture { get; init; }

    /// <summary>Wait before the first attempt to connect again; each further one waits twice as long.</summary>
    public TimeSpan FirstBackOff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two attempts.</summary>
    public TimeSpan LongestBackOff { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Called for each line, on the thread that reads.</summary>
    public Action<DateTimeOffset, ProtocolLine>? LineReceived { get; init; }
}
