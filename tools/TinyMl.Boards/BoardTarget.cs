namespace TinyMl.Boards;

/// <summary>One nanoFramework target for a board: a firmware build with its memory.</summary>
public sealed record BoardTarget
{
    /// <summary>nanoFramework's name of the target, also the CMake preset.</summary>
    public required string Name { get; init; }

    /// <summary>When it is the right one.</summary>
    public required string When { get; init; }

    /// <summary>The static arena.</summary>
    public required StaticMemory Arena { get; init; }

    /// <summary>Static memory for a model that is read from a file; 0 bytes: no model is.</summary>
    public required StaticMemory ModelBuffer { get; init; }

    /// <summary>What is left for managed objects.</summary>
    public required ManagedHeap Heap { get; init; }
}

/// <summary>Static memory of the firmware.</summary>
public sealed record StaticMemory
{
    /// <summary>Its bytes.</summary>
    public required int Bytes { get; init; }

    /// <summary>The linker section that it is put into; empty: .bss.</summary>
    public required string Section { get; init; }

    /// <summary>The memory in words.</summary>
    public required string Memory { get; init; }

    /// <summary>Where the number comes from.</summary>
    public required string Source { get; init; }
}

/// <summary>The managed heap.</summary>
public sealed record ManagedHeap
{
    /// <summary>Its bytes; null: known only from the link map or the device.</summary>
    public required int? Bytes { get; init; }

    /// <summary>A bound that holds whatever the firmware's own needs are.</summary>
    public required int AtMost { get; init; }

    /// <summary>Where the numbers come from.</summary>
    public required string Source { get; init; }
}
