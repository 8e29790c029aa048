using System.Numerics;

namespace TinyMl.Boards.Fit;

/// <summary>What a file costs on a littlefs drive (littlefs, SPEC.md: metadata pairs and CTZ skip-lists).</summary>
internal static class LittleFs
{
    private const int PointerBytes = 4;

    // The superblock's pair is the root directory's as well.
    private const int RootBlocks = 2;

    /// <summary>Bytes of flash that a drive with this file alone takes.</summary>
    internal static long BytesFor(long fileBytes, int blockBytes)
    {
        long blocks = 0;
        for (long stored = 0; stored < fileBytes; blocks++)
        {
            // Block n > 0 starts with a pointer for each power of two that divides n, 2^0 included.
            int pointers = blocks == 0 ? 0 : BitOperations.TrailingZeroCount(blocks) + 1;
            stored += blockBytes - (pointers * PointerBytes);
        }

        return (RootBlocks + blocks) * blockBytes;
    }
}
