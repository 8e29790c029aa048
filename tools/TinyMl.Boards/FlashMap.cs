using System.Text.Json.Serialization;

namespace TinyMl.Boards;

/// <summary>The flash memory and who has which part of it.</summary>
public sealed record FlashMap
{
    /// <summary>All of it.</summary>
    public required int Bytes { get; init; }

    /// <summary>nanoCLR.</summary>
    public required FlashRegion Firmware { get; init; }

    /// <summary>The managed application.</summary>
    public required FlashRegion Deployment { get; init; }

    /// <summary>The file system; null: none.</summary>
    public required FileRegion? Files { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }
}

/// <summary>A part of the flash.</summary>
public record FlashRegion
{
    /// <summary>Its first byte, as the flashing tool addresses it.</summary>
    [JsonConverter(typeof(AddressConverter))]
    public required uint Address { get; init; }

    /// <summary>Its bytes.</summary>
    public required int Bytes { get; init; }

    /// <summary>The address behind it.</summary>
    [JsonIgnore]
    public long End => Address + (long)Bytes;

    /// <summary>Whether both have a byte in common.</summary>
    public bool Overlaps(FlashRegion other) => Address < other.End && other.Address < End;
}

/// <summary>A part of the flash with a littlefs file system.</summary>
public sealed record FileRegion : FlashRegion
{
    /// <summary>The drive as managed code names it.</summary>
    public required string Drive { get; init; }

    /// <summary>Bytes of a block.</summary>
    public required int BlockBytes { get; init; }
}

/// <summary>A file of the firmware build and where it goes.</summary>
public sealed record BoardImage
{
    /// <summary>The file's name.</summary>
    public required string File { get; init; }

    /// <summary>Where it goes.</summary>
    [JsonConverter(typeof(AddressConverter))]
    public required uint Address { get; init; }
}
