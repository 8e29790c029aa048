using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>The lasting memory of a board: what stays when the power goes. Small ones, so that every cut can be tried.</summary>
internal sealed class Keepsake
{
    public static readonly string[] Kinds =
        ["eeprom-8", "eeprom-32", "eeprom-64", "fram", "files-close", "files-flush", "files-through"];

    private readonly string _kind;

    public Keepsake(string kind)
    {
        _kind = kind;
        Memory = kind switch
        {
            "eeprom-8" => new SimulatedI2cMemory(256, 8, 5),
            "eeprom-32" => new SimulatedI2cMemory(512, 32, 5),
            "eeprom-64" => new SimulatedI2cMemory(512, 64, 5),
            "fram" => new SimulatedI2cMemory(512, 0, 0),
            _ => null,
        };
        Files = new SimulatedFileSystem(kind switch
        {
            "files-flush" => FileSystemKind.CommitsOnFlush,
            "files-through" => FileSystemKind.WritesThrough,
            _ => FileSystemKind.CommitsOnClose,
        });
    }

    public SimulatedI2cMemory? Memory { get; }

    public SimulatedFileSystem Files { get; }

    public bool IsFiles => Memory is null;

    /// <summary>A slot has room for a full store.</summary>
    public bool KeepsShots => _kind != "eeprom-8";

    public Keepsake Clone()
    {
        Keepsake copy = new(_kind);
        Memory?.Bytes.CopyTo(copy.Memory!.Bytes);
        foreach ((string path, byte[] bytes) in Files.Files)
        {
            copy.Files.Files[path] = [.. bytes];
        }

        return copy;
    }

    /// <summary>Switches a board on that has this memory.</summary>
    public VirtualBoardHost Start(PowerSupply? power = null, Action<VirtualBoardOptions>? change = null) => Boards.Make(o =>
    {
        o.Memory = Memory;
        o.Files = Files;
        o.Power = power ?? new PowerSupply();
        change?.Invoke(o);
    });

    /// <summary>What is in a slot, to look at; empty: nothing.</summary>
    public byte[] Slot(int slot) => Memory is null
        ? Files.Files.TryGetValue($"I:\\patch{slot}", out byte[]? file) ? file : []
        : Memory.Bytes.Slice(slot * Memory.Bytes.Length / 2, Memory.Bytes.Length / 2).ToArray();

    /// <summary>Changes what is in a slot.</summary>
    public void SetSlot(int slot, byte[] bytes)
    {
        if (Memory is null)
        {
            Files.Files[$"I:\\patch{slot}"] = bytes;
        }
        else
        {
            bytes.CopyTo(Memory.Bytes[(slot * Memory.Bytes.Length / 2)..]);
        }
    }
}
