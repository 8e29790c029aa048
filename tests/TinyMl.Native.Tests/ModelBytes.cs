using System.Buffers.Binary;

namespace TinyMl.Native.Tests;

/// <summary>Fields of a compiled model, by the offsets of SPEC.md.</summary>
internal static class ModelBytes
{
    // Kinds of sections.
    public const int Tensors = 1;
    public const int Operators = 2;
    public const int Constants = 4;
    public const int Learning = 8;
    public const int Parameters = 11;
    public const int Backward = 12;

    /// <summary>Where a section begins.</summary>
    public static int At(byte[] model, int section)
    {
        int entry = 64;
        while (Read16(model, entry) != section)
        {
            entry += 12;
        }

        return (int)Read32(model, entry + 4);
    }

    public static uint Read16(byte[] model, int at) => BinaryPrimitives.ReadUInt16LittleEndian(model.AsSpan(at));

    public static uint Read32(byte[] model, int at) => BinaryPrimitives.ReadUInt32LittleEndian(model.AsSpan(at));

    public static void Write16(byte[] model, int at, long value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(model.AsSpan(at), (ushort)value);

    public static void Write32(byte[] model, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(model.AsSpan(at), value);
}
