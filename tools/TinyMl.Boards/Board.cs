using System.Text.Json.Serialization;

namespace TinyMl.Boards;

/// <summary>A board.json: everything that the tool, the firmware build and the application know about a board.</summary>
public sealed record Board
{
    /// <summary>The schema, for editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>The board's folder and what <c>--board</c> takes.</summary>
    [JsonIgnore]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The name its maker gives it.</summary>
    public required string Name { get; init; }

    /// <summary>Chip, cores and clock in words.</summary>
    public required string Mcu { get; init; }

    /// <summary>The core that models are compiled and measured for.</summary>
    public required string Core { get; init; }

    /// <summary>How it is flashed.</summary>
    public required Platform Platform { get; init; }

    /// <summary>The profile (weight layouts and kernels) that suits its core best.</summary>
    public required string Profile { get; init; }

    /// <summary>The nanoFramework application for it, a folder of <c>firmware/</c>.</summary>
    public required string Application { get; init; }

    /// <summary>The day on which somebody ran it on the hardware; null: nobody has.</summary>
    public required string? RanOnHardware { get; init; }

    /// <summary>nanoFramework targets that suit it; the first is the usual one.</summary>
    public required BoardTarget[] Targets { get; init; }

    /// <summary>The flash memory.</summary>
    public required FlashMap Flash { get; init; }

    /// <summary>The files of a firmware build that are flashed.</summary>
    public required BoardImage[] Images { get; init; }

    /// <summary>The motion sensor.</summary>
    public required BoardImu Imu { get; init; }

    /// <summary>The serial port that the application logs to.</summary>
    public required BoardLog Log { get; init; }

    /// <summary>The microphone; null: none, and models of sound do not run.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BoardMicrophone? Microphone { get; init; }

    /// <summary>Kconfig symbols that the firmware must have set.</summary>
    public required string[] Kconfig { get; init; }

    /// <summary>A target by name; null: the usual one.</summary>
    public BoardTarget Target(string? name) => name is null
        ? Targets[0]
        : Array.Find(Targets, target => target.Name == name)
            ?? throw new BoardException(
                $"{Id} has no target '{name}': use {string.Join(" or ", Targets.Select(target => target.Name))}.", isUsage: true);
}
