using System.Buffers.Binary;
using System.IO.Hashing;

namespace TinyMl.Monitor;

/// <summary>A patch: what a board has learnt, as SPEC.md lays it out and a file keeps it.</summary>
public sealed record PatchFile
{
    /// <summary>Bytes before the parameters.</summary>
    public const int HeaderBytes = 44;

    private const uint Magic = 0x31504D54;
    private const ushort Version = 1;
    private const int HeaderCrc = 40;

    /// <summary>The model that it belongs to.</summary>
    public required ulong ModelId { get; init; }

    /// <summary>The newer of two patches has the greater number.</summary>
    public required uint Sequence { get; init; }

    /// <summary>How often the memory was written that it comes from.</summary>
    public uint Commits { get; init; }

    /// <summary>How many shots the parameters were learnt from.</summary>
    public required ushort Learnt { get; init; }

    /// <summary>The trained parameters; empty: the factory's.</summary>
    public required byte[] Parameters { get; init; }

    /// <summary>The shots; empty in a patch that a board exports.</summary>
    public byte[] Store { get; init; } = [];

    /// <summary>Understands a record.</summary>
    /// <param name="bytes">All of it.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <returns>The record.</returns>
    /// <exception cref="MonitorException">The bytes are no patch, or were cut or altered.</exception>
    public static PatchFile Parse(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length < HeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic)
        {
            throw new MonitorException($"{name} is no patch. Make one with 'tinyml patch save'.");
        }

        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) != Version)
        {
            throw new MonitorException($"{name} has another format version. Save the patch anew with this tool.");
        }

        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[HeaderCrc..]) != Crc32.HashToUInt32(bytes[..HeaderCrc]))
        {
            throw new MonitorException($"{name} was altered: its header's checksum is wrong. Save the patch anew.");
        }

        long parameters = BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]);
        long store = BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]);
        if (HeaderBytes + parameters + store != bytes.Length)
        {
            throw new MonitorException(
                $"{name} has {bytes.Length} bytes where its header says {HeaderBytes + parameters + store}. Copy the whole file, or save the patch anew.");
        }

        int end = HeaderBytes + (int)parameters;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]) != Crc32.HashToUInt32(bytes[HeaderBytes..end])
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]) != Crc32.HashToUInt32(bytes[end..]))
        {
            throw new MonitorException($"{name} was altered: its checksum is wrong. Save the patch anew.");
        }

        return new PatchFile
        {
            ModelId = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            Sequence = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]),
            Commits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]),
            Learnt = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
            Parameters = bytes[HeaderBytes..end].ToArray(),
            Store = bytes[end..].ToArray(),
        };
    }

    /// <summary>The record's bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[HeaderBytes + Parameters.Length + Store.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), Learnt);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), ModelId);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), Sequence);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), Commits);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), Parameters.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), Crc32.HashToUInt32(Parameters));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), Store.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(36), Crc32.HashToUInt32(Store));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(HeaderCrc), Crc32.HashToUInt32(bytes.AsSpan(0, HeaderCrc)));
        Parameters.CopyTo(bytes, HeaderBytes);
        Store.CopyTo(bytes, HeaderBytes + Parameters.Length);
        return bytes;
    }
}
