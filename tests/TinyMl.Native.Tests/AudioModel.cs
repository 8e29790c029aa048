namespace TinyMl.Native.Tests;

/// <summary>The audio front end's section; SPEC.md names the fields.</summary>
internal sealed record AudioSection
{
    public int Kind { get; init; } = 2;

    public int Flags { get; init; } = 2;

    public int Channels { get; init; } = 3;

    public int RecordBytes { get; init; } = 4;

    public int Step { get; init; } = 20;

    public int Rows { get; init; } = 4;

    public int Hop { get; init; } = 2;

    public int Bands { get; init; } = 5;

    public uint Memory { get; init; }

    public int Frame { get; init; } = 50;

    public int Points { get; init; } = 64;

    public int ByteOffset { get; init; } = 2;

    public int Floor { get; init; } = -3000;

    public uint Window { get; init; }

    public uint Cosines { get; init; }

    public uint Filters { get; init; }

    public uint Transform { get; init; }

    public uint Offsets { get; init; }

    public uint Multipliers { get; init; }

    public uint Shifts { get; init; }

    public byte[] Bytes()
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (int field in new[] { Kind, Flags, Channels, RecordBytes, Step, Rows, Hop, Bands })
        {
            writer.Write((ushort)field);
        }

        writer.Write(16_000_000u);
        writer.Write(Memory);
        foreach (int field in new[] { Frame, Points, ByteOffset, Floor })
        {
            writer.Write((ushort)field);
        }

        foreach (uint field in new[] { Window, Cosines, Filters, Transform, Offsets, Multipliers, Shifts })
        {
            writer.Write(field);
        }

        writer.Write(60u | (4000u << 16));
        return stream.ToArray();
    }
}

/// <summary>A small audio front end, with tables as a compiler might write them, in front of a pool that passes every byte on.</summary>
internal sealed class AudioModel
{
    public AudioModel()
    {
        AudioSection audio = new();
        Writer.Inputs.Add(Writer.Tensor(audio.Rows, audio.Channels, 1, 0.1f, 5));
        Writer.Outputs.Add(Writer.Tensor(audio.Rows, audio.Channels, 1, 0.1f, 5));
        Writer.Operators.Add(new OperatorRecord { Code = 5, Output = 1, Filter = (1, 1) });
        Audio = audio with { Memory = Writer.Reserve(MemoryBytes) };
        Write();
    }

    public TmlWriter Writer { get; } = new();

    public AudioSection Audio { get; private set; }

    public int[] Window { get; } = Enumerable.Range(0, 26).Select(i => i == 25 ? int.MaxValue : 85899345 * i).ToArray();

    public int[] Cosines { get; } =
        Enumerable.Range(0, 17).Select(k => (int)Math.Round(Math.Cos(2 * Math.PI * k / 64) * int.MaxValue)).ToArray();

    /// <summary>Seven edges, then 31 weights.</summary>
    public ushort[] Filters { get; } =
        [1, 3, 5, 5, 12, 20, 32, .. Enumerable.Range(0, 31).Select(k => (ushort)(k % 4 * 10922))];

    /// <summary>Each row's magnitudes sum to 2^15 - 1.</summary>
    public short[] Transform { get; } =
        [6553, 6553, 6553, 6554, 6554, 16384, 8191, 0, -4096, -4096, 32767, 0, 0, 0, 0];

    public int[] Offsets { get; } = [1 << 20, -(1 << 20), 512];

    public int[] Multipliers { get; } = [1 << 30, int.MaxValue, 1500000000];

    public sbyte[] Shifts { get; } = [-3, -5, 1];

    private static int MemoryBytes => (4 * 64) + (2 * 50) + (2 * 4 * (3 + 1));

    /// <summary>Writes the tables, changed perhaps, and a section that names them.</summary>
    public void Write()
    {
        Audio = Audio with
        {
            Window = Writer.Constant(Window),
            Cosines = Writer.Constant(Cosines),
            Filters = Writer.Constant(Filters),
            Transform = Writer.Constant(Transform.Select(value => (ushort)value)),
            Offsets = Writer.Constant(Offsets),
            Multipliers = Writer.Constant(Multipliers),
            Shifts = Writer.Constant(Shifts),
        };
        Writer.FrontEnd = Audio.Bytes();
    }

    /// <summary>Writes the section with other fields.</summary>
    public void Write(Func<AudioSection, AudioSection> change) => Writer.FrontEnd = change(Audio).Bytes();
}
