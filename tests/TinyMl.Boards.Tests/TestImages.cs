using System.Text;

namespace TinyMl.Boards.Tests;

/// <summary>Firmware images and applications as small as they can be.</summary>
internal static class TestImages
{
    public const uint Abi = 0x544D0001;
    public const uint Checksum = 0xC0FFEE42;
    public const uint Mscorlib = 0x11223344;

    public static byte[] Record(uint abi = Abi, uint checksum = Checksum, uint profiles = 1, int arena = 49152, int model = 40960, int builtIn = 0) =>
    [
        .. "TMLFIRM\u0001"u8,
        .. BitConverter.GetBytes(abi), .. BitConverter.GetBytes(checksum), .. BitConverter.GetBytes(profiles),
        .. BitConverter.GetBytes(arena), .. BitConverter.GetBytes(model), .. BitConverter.GetBytes(builtIn),
    ];

    /// <summary>An Espressif image: magic, segments, ..., chip id at byte 12.</summary>
    public static byte[] Espressif(string target, byte[] record, ushort chip = 0)
    {
        byte[] header = new byte[24];
        header[0] = 0xE9;
        BitConverter.TryWriteBytes(header.AsSpan(12), chip);
        return [.. header, .. new byte[100], .. Encoding.ASCII.GetBytes(target), 0, 1, 2, 3, .. record, .. new byte[50]];
    }

    /// <summary>An image of any other kind.</summary>
    public static byte[] Plain(string target, byte[] record) =>
        [.. new byte[300], .. Encoding.ASCII.GetBytes(target), 0, .. record, .. new byte[301]];

    /// <summary>UF2 as its specification says: blocks of 512 bytes with 256 of content, here in reversed order.</summary>
    public static byte[] Uf2(byte[] content, uint address)
    {
        byte[][] blocks = [.. content.Chunk(256).Select((chunk, i) => (byte[])
        [
            .. BitConverter.GetBytes(0x0A324655u), .. BitConverter.GetBytes(0x9E5D5157u), .. BitConverter.GetBytes(0x2000u),
            .. BitConverter.GetBytes(address + (uint)(256 * i)), .. BitConverter.GetBytes(chunk.Length),
            .. BitConverter.GetBytes(i), .. BitConverter.GetBytes((content.Length + 255) / 256), .. BitConverter.GetBytes(0xE48BFF56u),
            .. chunk, .. new byte[476 - chunk.Length], .. BitConverter.GetBytes(0x0AB16F30u),
        ])];
        return [.. blocks.Reverse().SelectMany(block => block)];
    }

    public static byte[] Application(
        uint checksum = Checksum, uint abi = Abi, byte[]? model = null, string name = "TinyMl.App.Esp32") => AssemblyWriter.Concatenate(
        AssemblyWriter.Write("mscorlib", Mscorlib),
        AssemblyWriter.Write("TinyMl.Interop", checksum),
        AssemblyWriter.Write("TinyMl", 0, code: [0x00, 0x20, .. BitConverter.GetBytes(abi), 0x2A]),
        AssemblyWriter.Write(name, 0, resources: model));
}
