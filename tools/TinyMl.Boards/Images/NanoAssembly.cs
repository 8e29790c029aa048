using System.Buffers.Binary;
using System.Text;

namespace TinyMl.Boards.Images;

/// <summary>
/// A managed assembly as nanoFramework 1.x deploys it (.pe). The layout is that of the header CLR_RECORD_ASSEMBLY in
/// nf-interpreter, src/CLR/Include/nanoCLR_Types.h, and of nanoAssemblyDefinition in metadata-processor.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="NativeChecksum">The checksum that the firmware's method table must have; 0: no native methods.</param>
/// <param name="Offset">Where it starts in the file.</param>
/// <param name="Bytes">Its length.</param>
public sealed record NanoAssembly(string Name, Version Version, uint NativeChecksum, int Offset, int Bytes)
{
    private const int HeaderBytes = 124;
    private const int HeaderCrc = 8;
    private const int AssemblyCrc = 12;
    private const int Checksum = 20;
    private const int VersionAt = 28;
    private const int NameAt = 36;
    private const int Tables = 40;
    private const int StringsTable = 11;
    private const int EndOfAssembly = 15;

    /// <summary>The marker of 1.x.</summary>
    internal static ReadOnlySpan<byte> Marker => "NFMRK1\0\0"u8;

    /// <summary>The marker of the preview of 2.0, which has another layout.</summary>
    internal static ReadOnlySpan<byte> NewerMarker => "NFMRK2\0\0"u8;

    /// <summary>Decodes the assembly at an offset, its two checksums included.</summary>
    internal static NanoAssembly Parse(ReadOnlySpan<byte> file, int offset, string path)
    {
        ReadOnlySpan<byte> rest = file[offset..];
        uint bytes = rest.Length < HeaderBytes ? 0 : Table(rest, EndOfAssembly);
        if (bytes < HeaderBytes || bytes > rest.Length || !ChecksumsHold(rest[..(int)bytes]))
        {
            throw new BoardException(
                $"{path} is cut or damaged at byte {offset}: build the application again and take its .bin or .pe file.");
        }

        ReadOnlySpan<byte> assembly = rest[..(int)bytes];
        Version version = new(U16(assembly, VersionAt), U16(assembly, VersionAt + 2), U16(assembly, VersionAt + 4), U16(assembly, VersionAt + 6));
        return new NanoAssembly(NameOf(assembly), version, U32(assembly, Checksum), offset, (int)bytes);
    }

    private static string NameOf(ReadOnlySpan<byte> assembly)
    {
        // Ids from the top of the range stand for words that the CLR has itself; no assembly of ours is called so.
        uint at = Table(assembly, StringsTable) + U16(assembly, NameAt);
        if (at >= assembly.Length)
        {
            return string.Empty;
        }

        ReadOnlySpan<byte> text = assembly[(int)at..];
        int end = text.IndexOf((byte)0);
        return end < 0 ? string.Empty : Encoding.UTF8.GetString(text[..end]);
    }

    private static bool ChecksumsHold(ReadOnlySpan<byte> assembly)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        assembly[..HeaderBytes].CopyTo(header);
        header.Slice(HeaderCrc, 4).Clear();
        return NanoCrc32.Of(header) == U32(assembly, HeaderCrc)
            && NanoCrc32.Of(assembly[HeaderBytes..]) == U32(assembly, AssemblyCrc);
    }

    private static uint Table(ReadOnlySpan<byte> assembly, int table) => U32(assembly, Tables + (4 * table));

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
