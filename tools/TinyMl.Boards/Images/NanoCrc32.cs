namespace TinyMl.Boards.Images;

/// <summary>nanoFramework's CRC-32: polynomial 0x04C11DB7, most significant bit first, from 0, nothing inverted.</summary>
internal static class NanoCrc32
{
    private const uint Polynomial = 0x04C11DB7;

    internal static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = 0;
        foreach (byte value in bytes)
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
            }
        }

        return crc;
    }
}
