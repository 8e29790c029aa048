using System.Buffers.Binary;
using System.Text;

namespace TinyMl.Native.Tests;

/// <summary>A tensor record; SPEC.md names the fields.</summary>
internal sealed class TensorRecord
{
    public ushort[] Shape { get; set; } = [1, 1, 1, 1];

    public uint Offset { get; set; }

    public float Scale { get; set; } = 1;

    public int ZeroPoint { get; set; }

    public byte Type { get; set; } = 1;

    public byte Reserved { get; set; }

    public int Elements => Shape[1] * Shape[2] * Shape[3];
}

/// <summary>An operator record; SPEC.md names the fields.</summary>
internal sealed class OperatorRecord
{
    public byte Code { get; set; }

    public byte Flags { get; set; }

    public int Input0 { get; set; }

    public int Input1 { get; set; } = 0xFFFF;

    public int Output { get; set; }

    public uint Weights { get; set; } = 0xFFFFFFFF;

    public uint Bias { get; set; } = 0xFFFFFFFF;

    public uint Multipliers { get; set; } = 0xFFFFFFFF;

    public uint Shifts { get; set; } = 0xFFFFFFFF;

    public (byte H, byte W) Filter { get; set; }

    public (byte H, byte W) Stride { get; set; } = (1, 1);

    public (byte H, byte W) Dilation { get; set; } = (1, 1);

    public (byte H, byte W) Padding { get; set; }

    public (sbyte Low, sbyte High) Clamp { get; set; } = (-128, 127);

    public byte Kernel { get; set; }

    public byte KernelRows { get; set; }

    public uint Scratch { get; set; }
}

/// <summary>Assembles a .tml file by hand, byte by byte as SPEC.md says, wrong where a test wants it wrong.</summary>
internal sealed class TmlWriter
{
    private readonly List<byte> _constants = [];

    public ushort Version { get; set; } = 1;

    public ushort Profile { get; set; }

    public ushort HeaderReserved { get; set; }

    public uint LastReservedWord { get; set; }

    public uint ArenaBytes { get; set; } = 128;

    public uint LearnArenaBytes { get; set; }

    public List<TensorRecord> Tensors { get; } = [];

    public List<OperatorRecord> Operators { get; } = [];

    public List<int> Inputs { get; } = [];

    public List<int> Outputs { get; } = [];

    public byte[]? FrontEnd { get; set; }

    public byte[]? Labels { get; set; }

    public byte[]? Detector { get; set; }

    public byte[]? Learning { get; set; }

    public byte[]? Parameters { get; set; }

    public byte[]? SelfTest { get; set; }

    public byte[]? Name { get; set; }

    public static byte[] Strings(params string[] texts) =>
        texts.SelectMany(t => Encoding.ASCII.GetBytes(t).Append((byte)0)).ToArray();

    /// <summary>Adds a tensor behind all others, so that nothing overlaps, and raises the arena.</summary>
    public int Tensor(int height, int width, int channels, float scale = 1, int zeroPoint = 0)
    {
        TensorRecord tensor = new()
        {
            Shape = [1, (ushort)height, (ushort)width, (ushort)channels],
            Scale = scale,
            ZeroPoint = zeroPoint,
        };
        tensor.Offset = Reserve(tensor.Elements);
        Tensors.Add(tensor);
        return Tensors.Count - 1;
    }

    /// <summary>Takes bytes at the end of the arena.</summary>
    public uint Reserve(int bytes)
    {
        uint end = Tensors.Select(t => t.Offset + (uint)t.Elements).Append(ArenaBytes).Max();
        end = (end + 3) & ~3u;
        ArenaBytes = (uint)(end + bytes + 15) & ~15u;
        return end;
    }

    public uint Constant(IEnumerable<int> values)
    {
        while (_constants.Count % 4 != 0)
        {
            _constants.Add(0);
        }

        uint offset = (uint)_constants.Count;
        foreach (int value in values)
        {
            _constants.AddRange(BitConverter.GetBytes(value));
        }

        return offset;
    }

    public uint Constant(IEnumerable<ushort> values)
    {
        uint offset = Constant(Array.Empty<int>());
        _constants.AddRange(values.SelectMany(BitConverter.GetBytes));
        return offset;
    }

    public uint Constant(IEnumerable<sbyte> values)
    {
        uint offset = (uint)_constants.Count;
        _constants.AddRange(values.Select(v => (byte)v));
        return offset;
    }

    public byte[] Build()
    {
        List<(ushort Kind, byte[] Data)> sections =
        [
            (1, Tensors.SelectMany(Bytes).ToArray()),
            (2, Operators.SelectMany(Bytes).ToArray()),
            (3, Inputs.Concat(Outputs).SelectMany(i => BitConverter.GetBytes((ushort)i)).ToArray()),
            (4, _constants.ToArray()),
        ];
        void Optional(ushort kind, byte[]? data)
        {
            if (data is not null)
            {
                sections.Add((kind, data));
            }
        }

        Optional(5, FrontEnd);
        Optional(6, Labels);
        Optional(7, Detector);
        Optional(8, Learning);
        Optional(9, SelfTest);
        Optional(10, Name);
        Optional(11, Parameters);

        using MemoryStream table = new();
        using MemoryStream body = new();
        int start = 64 + (12 * sections.Count);
        foreach ((ushort kind, byte[] data) in sections)
        {
            table.Write(BitConverter.GetBytes(kind));
            table.Write(new byte[2]);
            table.Write(BitConverter.GetBytes((uint)(start + body.Length)));
            table.Write(BitConverter.GetBytes((uint)data.Length));
            body.Write(data);
            body.Write(new byte[-data.Length & 3]);
        }

        byte[] file = new byte[start + body.Length];
        Span<byte> header = file;
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x314C4D54);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], Version);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], Profile);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], (uint)file.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], 0x0123456789ABCDEF);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], ArenaBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], LearnArenaBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[32..], 4711);
        BinaryPrimitives.WriteUInt16LittleEndian(header[36..], (ushort)Tensors.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[38..], (ushort)Operators.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[40..], (ushort)Inputs.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[42..], (ushort)Outputs.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[44..], (ushort)sections.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(header[46..], HeaderReserved);
        BinaryPrimitives.WriteUInt32LittleEndian(header[60..], LastReservedWord);
        table.ToArray().CopyTo(header[64..]);
        body.ToArray().CopyTo(header[start..]);
        return Seal(file);
    }

    /// <summary>Puts the right checksum into a file, in place.</summary>
    public static byte[] Seal(byte[] file)
    {
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(8));
        int end = (int)Math.Min(length, (uint)file.Length);
        if (end > 16)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Crc32(file.AsSpan(16, end - 16)));
        }

        return file;
    }

    /// <summary>CRC-32 by long division, bit by bit.</summary>
    public static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int i = 0; i < 8; i++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    private static byte[] Bytes(TensorRecord t)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        foreach (ushort extent in t.Shape)
        {
            writer.Write(extent);
        }

        writer.Write(t.Offset);
        writer.Write(t.Scale);
        writer.Write((short)t.ZeroPoint);
        writer.Write(t.Type);
        writer.Write(t.Reserved);
        return stream.ToArray();
    }

    private static byte[] Bytes(OperatorRecord o)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write(o.Code);
        writer.Write(o.Flags);
        writer.Write((ushort)o.Input0);
        writer.Write((ushort)o.Input1);
        writer.Write((ushort)o.Output);
        writer.Write(o.Weights);
        writer.Write(o.Bias);
        writer.Write(o.Multipliers);
        writer.Write(o.Shifts);
        foreach ((byte h, byte w) in new[] { o.Filter, o.Stride, o.Dilation, o.Padding })
        {
            writer.Write(h);
            writer.Write(w);
        }

        writer.Write(o.Clamp.Low);
        writer.Write(o.Clamp.High);
        writer.Write(o.Kernel);
        writer.Write(o.KernelRows);
        writer.Write(o.Scratch);
        return stream.ToArray();
    }
}
