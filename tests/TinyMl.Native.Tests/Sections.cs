namespace TinyMl.Native.Tests;

/// <summary>The front end's section; SPEC.md names the fields.</summary>
internal sealed record ImuSection
{
    public int Kind { get; init; } = 1;

    public int Flags { get; init; } = 3;

    public int Channels { get; init; } = 3;

    public int RecordBytes { get; init; } = 9;

    public int Decimation { get; init; } = 2;

    public int Rows { get; init; } = 16;

    public int Hop { get; init; } = 4;

    public int Gain { get; init; } = 32;

    public uint Ring { get; init; }

    public int[] ByteOffsets { get; init; } = [0, 5, 7];

    public int[] Groups { get; init; } = [0, 2, 2];

    public int[] Floors { get; init; } = [256, 1, 512, 1];

    public int[] FullScales { get; init; } = [4, 1000, 7, 9];

    public uint Reserved { get; init; }

    public byte[] Bytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (int field in new[] { Kind, Flags, Channels, RecordBytes, Decimation, Rows, Hop, Gain })
        {
            writer.Write((ushort)field);
        }

        writer.Write(50_000u);
        writer.Write(Ring);
        writer.Write(ByteOffsets.Concat(new int[8]).Take(8).Select(v => (byte)v).ToArray());
        writer.Write(Groups.Concat(new int[8]).Take(8).Select(v => (byte)v).ToArray());
        foreach (int field in Floors.Concat(FullScales))
        {
            writer.Write((ushort)field);
        }

        writer.Write(0u);
        writer.Write(Reserved);
        return stream.ToArray();
    }
}

/// <summary>The detector's section.</summary>
internal sealed record DetectorSection
{
    public int Smoothing { get; init; } = 3;

    public int On { get; init; } = 160;

    public int Off { get; init; } = 96;

    public int Dead { get; init; } = 10;

    public int Idle { get; init; } = 1;

    public int Min { get; init; } = 2;

    public uint Entries { get; init; }

    public byte[] Thresholds { get; init; } = [];

    public byte[] Bytes() => new[] { Smoothing, On, Off, Dead, Idle, Min }
        .SelectMany(v => BitConverter.GetBytes((ushort)v)).Concat(BitConverter.GetBytes(Entries)).Concat(Thresholds).ToArray();
}

/// <summary>The learning section.</summary>
internal sealed record LearningSection
{
    public int Head { get; init; }

    public int ShotKind { get; init; } = 1;

    public int Shots { get; init; } = 6;

    public int Epochs { get; init; } = 5;

    public uint ParameterBytes { get; init; }

    public uint Active { get; init; }

    public uint Staged { get; init; }

    public uint Store { get; init; }

    public uint Gradient { get; init; }

    public uint Logits { get; init; }

    public uint LogitShifts { get; init; }

    public uint Decay { get; init; }

    public float Rate { get; init; } = 0.05f;

    public uint Factory { get; init; }

    public int FactoryShots { get; init; }

    public int Policy { get; init; }

    public int Replay { get; init; }

    public int Folds { get; init; }

    public int Doubt { get; init; }

    public uint Marks { get; init; }

    public int Guard { get; init; } = 1;

    public int Reserved { get; init; }

    public byte[] Bytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (int field in new[] { Head, ShotKind, Shots, Epochs })
        {
            writer.Write((ushort)field);
        }

        uint[] fields = [ParameterBytes, Active, Staged, Store, Gradient, 0, 0, Logits, LogitShifts, Decay];
        foreach (uint field in fields)
        {
            writer.Write(field);
        }

        writer.Write(Rate);
        writer.Write(new byte[8]);
        writer.Write(Factory);
        writer.Write((ushort)FactoryShots);
        writer.Write((byte)Policy);
        writer.Write((byte)Replay);
        writer.Write((ushort)Folds);
        writer.Write((ushort)Doubt);
        writer.Write(Marks);
        writer.Write((ushort)Guard);
        writer.Write((ushort)Reserved);
        return stream.ToArray();
    }
}

/// <summary>A parameter record.</summary>
internal sealed record ParameterSection
{
    public int Kind { get; init; } = 1;

    public int Operator { get; init; }

    public uint Offset { get; init; }

    public uint Length { get; init; }

    public uint Factory { get; init; }

    public uint Steps { get; init; }

    public uint StepShifts { get; init; }

    public uint Residual { get; init; }

    public uint Channels { get; init; } = uint.MaxValue;

    public int Selected { get; init; }

    public int Reserved { get; init; }

    public byte[] Bytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write((ushort)Kind);
        writer.Write((ushort)Operator);
        foreach (uint field in new[] { Offset, Length, Factory, Steps, StepShifts, Residual, Channels })
        {
            writer.Write(field);
        }

        writer.Write((ushort)Selected);
        writer.Write((ushort)Reserved);
        writer.Write(uint.MaxValue);
        return stream.ToArray();
    }
}
