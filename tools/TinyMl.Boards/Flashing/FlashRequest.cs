namespace TinyMl.Boards.Flashing;

/// <summary>What somebody wants on a board.</summary>
public sealed record FlashRequest
{
    /// <summary>The board.</summary>
    public required Board Board { get; init; }

    /// <summary>The firmware build.</summary>
    public required BoardTarget Target { get; init; }

    /// <summary>The serial port; null: none given.</summary>
    public string? Port { get; init; }

    /// <summary>The build folder, or one file of it; null: the firmware stays.</summary>
    public string? Firmware { get; init; }

    /// <summary>The firmware that is on the board already, for the checks only; null: not known.</summary>
    public string? Installed { get; init; }

    /// <summary>The application; null: it stays.</summary>
    public string? Application { get; init; }

    /// <summary>A model for the board's file system; null: none.</summary>
    public string? Model { get; init; }
}
