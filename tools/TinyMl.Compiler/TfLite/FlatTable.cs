using System.Buffers.Binary;
using System.Text;

namespace TinyMl.Compiler.TfLite;

/// <summary>
/// A table of a FlatBuffers file, read in place. Every access is checked against the file's end, so that no file, however
/// damaged, is read out of bounds; a fault throws a <see cref="CompileException"/> with its place.
/// </summary>
internal sealed class FlatTable
{
    private const int LongestText = 200;
    private readonly Budget _budget;
    private readonly byte[] _file;
    private readonly int _position;
    private readonly int _fields;
    private readonly int _fieldsLength;

    private FlatTable(byte[] file, Budget budget, long position)
    {
        _budget = budget;
        _file = file;
        _position = Within(file, position, 4);
        long fields = position - BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(_position));
        _fields = Within(file, fields, 4);
        _fieldsLength = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(_fields));
        Within(file, _fields, _fieldsLength);
    }

    /// <summary>The root table.</summary>
    internal static FlatTable Root(byte[] file)
    {
        Within(file, 0, 8);
        return new FlatTable(file, new Budget(file.Length), BinaryPrimitives.ReadUInt32LittleEndian(file));
    }

    internal byte Byte(int field, byte absent = 0) => Find(field, 1) is { } at ? _file[at] : absent;

    internal bool Bool(int field) => Byte(field) != 0;

    internal int Int(int field, int absent = 0) =>
        Find(field, 4) is { } at ? BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(at)) : absent;

    internal float Float(int field, float absent = 0) =>
        Find(field, 4) is { } at ? BinaryPrimitives.ReadSingleLittleEndian(_file.AsSpan(at)) : absent;

    /// <summary>A table that the field points to; null: absent.</summary>
    internal FlatTable? Table(int field) => Target(field) is { } at ? new FlatTable(_file, _budget, at) : null;

    /// <summary>A name, for messages: one line of it, whatever the file holds.</summary>
    internal string Text(int field)
    {
        (int start, int count) = Vector(field, 1);
        string text = Encoding.UTF8.GetString(_file, start, Math.Min(count, LongestText));
        return string.Concat(text.Select(c => char.IsControl(c) ? '?' : c));
    }

    internal ReadOnlySpan<byte> Bytes(int field)
    {
        (int start, int count) = Vector(field, 1);
        return _file.AsSpan(start, count);
    }

    internal int[] Ints(int field) => Elements(field, 4, at => BinaryPrimitives.ReadInt32LittleEndian(_file.AsSpan(at)));

    internal long[] Longs(int field) => Elements(field, 8, at => BinaryPrimitives.ReadInt64LittleEndian(_file.AsSpan(at)));

    internal float[] Floats(int field) =>
        Elements(field, 4, at => BinaryPrimitives.ReadSingleLittleEndian(_file.AsSpan(at)));

    internal FlatTable[] Tables(int field) => Elements(
        field, 4, at => new FlatTable(_file, _budget, (long)at + BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at))));

    private T[] Elements<T>(int field, int size, Converter<int, T> read)
    {
        (int start, int count) = Vector(field, size);
        T[] values = new T[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = read(start + (i * size));
        }

        return values;
    }

    private (int Start, int Count) Vector(int field, int size)
    {
        if (Target(field) is not { } at)
        {
            return (0, 0);
        }

        long count = BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(Within(_file, at, 4)));
        int start = Within(_file, at + 4, count * size);
        _budget.Take(count * size);
        return (start, (int)count);
    }

    // The field holds an offset relative to its own place.
    private long? Target(int field) =>
        Find(field, 4) is { } at ? at + (long)BinaryPrimitives.ReadUInt32LittleEndian(_file.AsSpan(at)) : null;

    private int? Find(int field, int size)
    {
        int entry = 4 + (2 * field);
        if (entry + 2 > _fieldsLength)
        {
            return null;
        }

        int offset = BinaryPrimitives.ReadUInt16LittleEndian(_file.AsSpan(_fields + entry));
        return offset == 0 ? null : Within(_file, _position + offset, size);
    }

    private static int Within(byte[] file, long position, long length) =>
        position >= 0 && length >= 0 && position + length <= file.Length
            ? (int)position
            : throw new CompileException($"The file is damaged: byte {position} points outside its {file.Length} bytes.");

    // A small file in which thousands of entries lead to one large vector would fill the memory with its copies.
    private sealed class Budget(int fileBytes)
    {
        private const int Rereads = 16;
        private long _left = (Rereads * (long)fileBytes) + (1 << 20);

        internal void Take(long bytes)
        {
            _left -= bytes;
            if (_left < 0)
            {
                throw new CompileException("The file is damaged: too many of its entries lead to the same bytes.");
            }
        }
    }
}
