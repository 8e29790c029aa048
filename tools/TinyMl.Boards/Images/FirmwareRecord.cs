using System.Buffers.Binary;

namespace TinyMl.Boards.Images;

/// <summary>
/// What a firmware image says of its native part: the record that <c>native-interop/nanoframework</c> compiles in, 32 bytes,
/// little endian, behind a magic of 8.
/// </summary>
/// <param name="Abi">Version of the native interface.</param>
/// <param name="Checksum">Checksum of the native method table.</param>
/// <param name="Profiles">Bit i: the kernels of profile i.</param>
/// <param name="ArenaBytes">The static arena.</param>
/// <param name="ModelBytes">Memory for a model from a file; 0: none.</param>
/// <param name="BuiltInBytes">The model that is compiled in; 0: none.</param>
public sealed record FirmwareRecord(
    uint Abi, uint Checksum, uint Profiles, int ArenaBytes, int ModelBytes, int BuiltInBytes)
{
    /// <summary>Bytes of the record.</summary>
    public const int Bytes = 32;

    /// <summary>The first bytes: TMLFIRM and the record's version.</summary>
    public static ReadOnlySpan<byte> Magic => "TMLFIRM\u0001"u8;

    /// <summary>Finds the record of an image.</summary>
    public static FirmwareRecord Find(FirmwareImage image, string path)
    {
        FirmwareRecord? found = null;
        ReadOnlySpan<byte> content = image.Content;
        for (int at = content.IndexOf(Magic); at >= 0; at = Next(content, at))
        {
            if (content.Length - at < Bytes)
            {
                break;
            }

            FirmwareRecord record = Parse(content.Slice(at, Bytes));
            if (found is not null && found != record)
            {
                throw new BoardException($"{path} holds two different native parts of TinyMl.Interop: build the image again in an empty folder.");
            }

            found = record;
        }

        return found ?? throw new BoardException(
            $"{path} has no TinyMl.Interop inside: it is not a firmware image, or it was built without -DNF_INTEROP_ASSEMBLIES=\"TinyMl.Interop\".");
    }

    /// <summary>Whether the image has the kernels of a profile.</summary>
    public bool Has(int profile) => profile < 32 && (Profiles >> profile & 1) != 0;

    private static FirmwareRecord Parse(ReadOnlySpan<byte> record) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(record[8..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
        BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
        BinaryPrimitives.ReadInt32LittleEndian(record[20..]),
        BinaryPrimitives.ReadInt32LittleEndian(record[24..]),
        BinaryPrimitives.ReadInt32LittleEndian(record[28..]));

    private static int Next(ReadOnlySpan<byte> content, int at)
    {
        int next = content[(at + 1)..].IndexOf(Magic);
        return next < 0 ? -1 : at + 1 + next;
    }
}
