using System.Buffers.Binary;
using System.Text;

namespace TinyMl.Compiler.Tests;

/// <summary>
/// A table to be written as FlatBuffers: field number to value. Values are byte, int, float, string, and
/// <see cref="FlatObject"/>, and arrays of byte, int, long, float and <see cref="FlatObject"/>.
/// </summary>
internal sealed class FlatObject : SortedDictionary<int, object>
{
    /// <summary>The file whose root is this table.</summary>
    public byte[] ToFile(string identifier)
    {
        List<byte> file = [0, 0, 0, 0, .. Encoding.ASCII.GetBytes(identifier)];
        PatchOffset(file, 0, WriteTable(file));
        return [.. file];
    }

    // Children stand behind their parent, for offsets only point forwards.
    private int WriteTable(List<byte> file)
    {
        int entries = Count == 0 ? 0 : Keys.Max() + 1;
        Align(file, 4);
        int fields = file.Count;
        file.AddRange(new byte[4 + (2 * entries)]);
        Align(file, 4);
        int table = file.Count;
        AddInt(file, table - fields);
        Dictionary<int, int> places = [];
        foreach ((int field, object value) in this)
        {
            if (value is byte small)
            {
                places[field] = file.Count;
                file.Add(small);
                continue;
            }

            Align(file, 4);
            places[field] = file.Count;
            AddInt(file, value switch
            {
                int number => number,
                float number => BitConverter.SingleToInt32Bits(number),
                _ => 0,
            });
        }

        PutShort(file, fields, 4 + (2 * entries));
        PutShort(file, fields + 2, file.Count - table);
        foreach ((int field, int place) in places)
        {
            PutShort(file, fields + 4 + (2 * field), place - table);
        }

        foreach ((int field, object value) in this)
        {
            if (value is not (byte or int or float))
            {
                PatchOffset(file, places[field], WriteChild(file, value));
            }
        }

        return table;
    }

    private static int WriteChild(List<byte> file, object value)
    {
        switch (value)
        {
            case FlatObject table:
                return table.WriteTable(file);
            case FlatObject[] tables:
                int start = BeginVector(file, tables.Length, 4);
                int first = file.Count;
                file.AddRange(new byte[4 * tables.Length]);
                for (int i = 0; i < tables.Length; i++)
                {
                    PatchOffset(file, first + (4 * i), tables[i].WriteTable(file));
                }

                return start;
            case string text:
                byte[] characters = Encoding.UTF8.GetBytes(text);
                return AddVector(file, characters.Length, 4, [.. characters, 0]);
            case byte[] bytes:
                // Constants are read in place, so they are aligned for any type.
                return AddVector(file, bytes.Length, 16, bytes);
            case int[] numbers:
                return AddVector(file, numbers.Length, 4, [.. numbers.SelectMany(BitConverter.GetBytes)]);
            case float[] numbers:
                return AddVector(file, numbers.Length, 4, [.. numbers.SelectMany(BitConverter.GetBytes)]);
            case long[] numbers:
                return AddVector(file, numbers.Length, 8, [.. numbers.SelectMany(BitConverter.GetBytes)]);
            default:
                throw new ArgumentException($"A field cannot be a {value.GetType().Name}.");
        }
    }

    private static int AddVector(List<byte> file, int count, int alignment, byte[] data)
    {
        int start = BeginVector(file, count, alignment);
        file.AddRange(data);
        return start;
    }

    private static int BeginVector(List<byte> file, int count, int alignment)
    {
        Align(file, 4);
        while ((file.Count + 4) % alignment != 0)
        {
            file.Add(0);
        }

        AddInt(file, count);
        return file.Count - 4;
    }

    private static void PatchOffset(List<byte> file, int place, int target) =>
        Put(file, place, BitConverter.GetBytes(target - place));

    private static void AddInt(List<byte> file, int value) => file.AddRange(BitConverter.GetBytes(value));

    private static void PutShort(List<byte> file, int place, int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        Put(file, place, bytes);
    }

    private static void Put(List<byte> file, int place, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            file[place + i] = bytes[i];
        }
    }

    private static void Align(List<byte> file, int alignment)
    {
        while (file.Count % alignment != 0)
        {
            file.Add(0);
        }
    }
}
