namespace TinyMl.Monitor;

/// <summary>An adaptation that a board told of, put together from its lines <c>adapt</c> and <c>guard</c>.</summary>
public sealed record ToldAdaptation
{
    /// <summary>What the board says when it takes over what was trained.</summary>
    public const string Confirmed = "confirmed";

    /// <summary>When it ended, in milliseconds of the board's clock.</summary>
    public required long Milliseconds { get; init; }

    /// <summary>How many there were since the board's start, this one included.</summary>
    public required int Number { get; init; }

    /// <summary>The shots stored.</summary>
    public required int Shots { get; init; }

    /// <summary>Those of them whose label the others contradict.</summary>
    public required int Doubtful { get; init; }

    /// <summary>Gradient steps.</summary>
    public required long Steps { get; init; }

    /// <summary>Microseconds in the engine.</summary>
    public required long Microseconds { get; init; }

    /// <summary>What the guard decided, in the protocol's word.</summary>
    public required string Decision { get; init; }

    /// <summary>The user's held-back shots.</summary>
    public required Tested User { get; init; }

    /// <summary>The factory's examples.</summary>
    public required Tested Factory { get; init; }

    /// <summary>Whether what was trained came into use.</summary>
    public bool IsConfirmed => Decision == Confirmed;
}
