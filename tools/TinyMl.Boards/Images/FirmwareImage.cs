using System.Buffers.Binary;

namespace TinyMl.Boards.Images;

/// <summary>A firmware image as it lies in flash, whatever file it came in.</summary>
public sealed class FirmwareImage
{
    private const uint Uf2First = 0x0A324655;
    private const uint Uf2Second = 0x9E5D5157;
    private const uint Uf2Last = 0x0AB16F30;
    private const int Uf2Block = 512;
    private const int Uf2Payload = 476;
    private const uint Uf2NotMainFlash = 1;
    private const byte EspressifMagic = 0xE9;

    private FirmwareImage(byte[] content, uint? address, bool isUf2)
    {
        Content = content;
        Address = address;
        IsUf2 = isUf2;
    }

    /// <summary>The bytes in flash, gaps filled with 0xFF.</summary>
    public byte[] Content { get; }

    /// <summary>The address of the first byte; null: the file does not say.</summary>
    public uint? Address { get; }

    /// <summary>Whether the file carries addresses (UF2).</summary>
    public bool IsUf2 { get; }

    /// <summary>
    /// The chip of an Espressif image: 0 ESP32, 5 ESP32-C3, 9 ESP32-S3 (esp_chip_id_t of ESP-IDF); null: not such an image.
    /// </summary>
    public int? EspressifChip => Content.Length >= 24 && Content[0] == EspressifMagic
        ? BinaryPrimitives.ReadUInt16LittleEndian(Content.AsSpan(12))
        : null;

    /// <summary>Decodes a file.</summary>
    public static FirmwareImage Parse(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < 64)
        {
            throw new BoardException($"{path} is too short for a firmware image: take the file that nanoFramework's build made.");
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(file) == Uf2First
            ? ParseUf2(file, path)
            : new FirmwareImage(file.ToArray(), null, false);
    }

    /// <summary>Whether a text stands in the image, ended by NUL as C strings are.</summary>
    public bool Contains(string text) =>
        Content.AsSpan().IndexOf((byte[])[.. System.Text.Encoding.ASCII.GetBytes(text), 0]) >= 0;

    private static FirmwareImage ParseUf2(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length % Uf2Block != 0)
        {
            throw Broken(path);
        }

        SortedDictionary<uint, byte[]> payloads = [];
        for (int at = 0; at < file.Length; at += Uf2Block)
        {
            ReadOnlySpan<byte> block = file.Slice(at, Uf2Block);
            uint length = BinaryPrimitives.ReadUInt32LittleEndian(block[16..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(block) != Uf2First
                || BinaryPrimitives.ReadUInt32LittleEndian(block[4..]) != Uf2Second
                || BinaryPrimitives.ReadUInt32LittleEndian(block[^4..]) != Uf2Last
                || length > Uf2Payload)
            {
                throw Broken(path);
            }

            if ((BinaryPrimitives.ReadUInt32LittleEndian(block[8..]) & Uf2NotMainFlash) == 0)
            {
                payloads[BinaryPrimitives.ReadUInt32LittleEndian(block[12..])] = block.Slice(32, (int)length).ToArray();
            }
        }

        if (payloads.Count == 0)
        {
            throw Broken(path);
        }

        uint start = payloads.Keys.First();
        long bytes = payloads.Max(payload => payload.Key + (long)payload.Value.Length) - start;
        if (bytes > 64 << 20)
        {
            throw Broken(path);
        }

        byte[] content = new byte[bytes];
        Array.Fill(content, (byte)0xFF);
        foreach ((uint address, byte[] payload) in payloads)
        {
            payload.CopyTo(content, address - start);
        }

        return new FirmwareImage(content, start, true);
    }

    private static BoardException Broken(string path) => new($"{path} is a damaged UF2 file: build or copy it again.");
}
