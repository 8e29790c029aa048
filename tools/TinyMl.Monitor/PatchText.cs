using System.Buffers.Binary;
using System.IO.Hashing;

namespace TinyMl.Monitor;

/// <summary>A patch as lines of the serial protocol: <c>TML:</c> and base64 of number, bytes and CRC-32.</summary>
public static class PatchText
{
    /// <summary>How each line begins.</summary>
    public const string Prefix = "TML:";

    /// <summary>Bytes of the record in a line; the last one has fewer.</summary>
    public const int LineBytes = 48;

    private const int NumberBytes = 2;
    private const int CrcBytes = 4;

    /// <summary>Writes a record as lines.</summary>
    /// <param name="record">Its bytes.</param>
    /// <returns>The lines, without ends.</returns>
    public static string[] Lines(byte[] record) =>
        record.Chunk(LineBytes).Select((bytes, number) => Line(number, bytes)).ToArray();

    /// <summary>Writes a line.</summary>
    /// <param name="number">Its number, from 0 on.</param>
    /// <param name="bytes">The bytes that it carries.</param>
    /// <returns>The line.</returns>
    public static string Line(int number, ReadOnlySpan<byte> bytes)
    {
        byte[] payload = new byte[NumberBytes + bytes.Length + CrcBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(payload, (ushort)number);
        bytes.CopyTo(payload.AsSpan(NumberBytes));
        BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(^CrcBytes), Crc32.HashToUInt32(payload.AsSpan(..^CrcBytes)));
        return Prefix + Convert.ToBase64String(payload);
    }

    /// <summary>Understands a line.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Receives its number.</param>
    /// <param name="bytes">Receives what it carries.</param>
    /// <returns>False: it is none, or was damaged.</returns>
    public static bool TryParse(string line, out int number, out byte[] bytes)
    {
        byte[] payload = new byte[line.Length];
        number = 0;
        bytes = [];
        if (!line.StartsWith(Prefix, StringComparison.Ordinal)
            || !Convert.TryFromBase64String(line[Prefix.Length..], payload, out int length)
            || length <= NumberBytes + CrcBytes)
        {
            return false;
        }

        Span<byte> covered = payload.AsSpan(0, length - CrcBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(payload.AsSpan(length - CrcBytes)) != Crc32.HashToUInt32(covered))
        {
            return false;
        }

        number = BinaryPrimitives.ReadUInt16LittleEndian(covered);
        bytes = covered[NumberBytes..].ToArray();
        return true;
    }
}
