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

    public uint Reserved { get; init; }

    public byte[] Bytes() => new[] { Smoothing, On, Off, Dead, Idle, Min }
        .SelectMany(v => BitConverter.GetBytes((ushort)v)).Concat(BitConverter.GetBytes(Reserved)).ToArray();
}

/// <summary>The learning section.</summary>
internal sealed record LearningSection
{
    public int Scheme { get; init; } = 1;

    public int Head { get; init; }

    public int Shots { get; init; } = 6;

    public int Epochs { get; init; } = 5;

    public uint Logits { get; init; }

    public uint LogitShifts { get; init; }

    public uint Steps { get; init; }

    public uint StepShifts { get; init; }

    public uint Bias { get; init; }

    public uint Store { get; init; }

    public float Rate { get; init; } = 0.05f;

    public uint Decay { get; init; }

    public uint Reserved { get; init; }

    public byte[] Bytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (int field in new[] { Scheme, Head, Shots, Epochs })
        {
            writer.Write((ushort)field);
        }

        foreach (uint field in new[] { Logits, LogitShifts, Steps, StepShifts, Bias, Store })
        {
            writer.Write(field);
        }

        writer.Write(Rate);
        writer.Write(Decay);
        writer.Write(new byte[20]);
        writer.Write(Reserved);
        return stream.ToArray();
    }
}
