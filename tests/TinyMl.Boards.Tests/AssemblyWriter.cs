using System.Buffers.Binary;
using System.Text;

namespace TinyMl.Boards.Tests;

/// <summary>Writes deployable assemblies with the header of CLR_RECORD_ASSEMBLY (nanoCLR_Types.h), field after field.</summary>
internal static class AssemblyWriter
{
    private const int HeaderBytes = 124;

    public static byte[] Write(string name, uint checksum, byte[]? code = null, byte[]? resources = null)
    {
        byte[] strings = Padded([0, .. Encoding.UTF8.GetBytes(name), 0], out byte stringPadding);
        byte[] data = Padded(resources ?? [], out byte dataPadding);
        byte[] body = Padded(code ?? [], out byte codePadding);

        // Tables 0 to 9 are empty, then resources data, strings, signatures, byte code, resource files, end.
        int at = HeaderBytes;
        List<int> starts = [.. Enumerable.Repeat(at, 11)];
        starts.Add(at += data.Length);
        starts.Add(at += strings.Length);
        starts.Add(at);
        starts.Add(at += body.Length);
        starts.Add(at);
        byte[] paddings = new byte[16];
        (paddings[10], paddings[11], paddings[13]) = (dataPadding, stringPadding, codePadding);

        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        writer.Write("NFMRK1\0\0"u8);
        writer.Write(0u); // header CRC
        writer.Write(0u); // assembly CRC
        writer.Write(0u); // flags
        writer.Write(checksum);
        writer.Write(0xFFFFFFFFu); // patch entry
        foreach (ushort part in new ushort[] { 1, 2, 3, 4 })
        {
            writer.Write(part);
        }

        writer.Write((ushort)1); // the name's place in the strings
        writer.Write((ushort)1); // version of the string table
        starts.ForEach(start => writer.Write((uint)start));
        writer.Write(0u); // patched methods
        writer.Write(paddings);
        writer.Write(data);
        writer.Write(strings);
        writer.Write(body);
        byte[] file = stream.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Crc(file.AsSpan(HeaderBytes)));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), Crc(file.AsSpan(0, HeaderBytes)));
        return file;
    }

    /// <summary>The assemblies one after the other, each padded to 4 bytes, as the build does.</summary>
    public static byte[] Concatenate(params byte[][] assemblies) => [.. assemblies.SelectMany(file => Padded(file, out _))];

    /// <summary>By the polynomial division itself: the remainder of message * x^32, bit by bit.</summary>
    private static uint Crc(ReadOnlySpan<byte> message)
    {
        ulong remainder = 0;
        byte[] bits = [.. message, 0, 0, 0, 0];
        foreach (byte value in bits)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                remainder = (remainder << 1) | (uint)((value >> bit) & 1);
                if ((remainder & 0x1_0000_0000) != 0)
                {
                    remainder ^= 0x1_04C1_1DB7;
                }
            }
        }

        return (uint)remainder;
    }

    private static byte[] Padded(byte[] bytes, out byte padding)
    {
        padding = (byte)((4 - (bytes.Length % 4)) % 4);
        return [.. bytes, .. new byte[padding]];
    }
}
