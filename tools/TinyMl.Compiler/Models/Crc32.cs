namespace TinyMl.Compiler.Models;

/// <summary>CRC-32 as in IEEE 802.3 and zlib: reflected, polynomial 0xEDB88320.</summary>
public static class Crc32
{
    /// <summary>The checksum of some bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1)));
            }
        }

        return ~crc;
    }
}
