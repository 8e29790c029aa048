using System.Text;

namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>A table of a FlatBuffers file: by number a scalar, text, vector, table or vector of tables.</summary>
internal sealed class FlatNode : Dictionary<int, object>;

/// <summary>Writes FlatBuffers files from the root on: each table, behind it what it points to.</summary>
internal sealed class FlatWriter
{
    private readonly List<byte> _file = [];

    /// <summary>A file with an identifier of four characters.</summary>
    internal static byte[] Write(FlatNode root, string identifier)
    {
        FlatWriter writer = new();
        writer._file.AddRange(new byte[4]);
        writer._file.AddRange(Encoding.ASCII.GetBytes(identifier));
        writer.Point(0, writer.Table(root));
        writer.Align(4, 0);
        return [.. writer._file];
    }

    private int Table(FlatNode node)
    {
        int fields = node.Count == 0 ? 0 : node.Keys.Max() + 1;
        Align(4, 0);
        int directory = _file.Count;
        int at = directory + ((4 + (2 * fields) + 3) / 4 * 4);
        _file.AddRange(new byte[at - directory + 4 + (4 * node.Count)]);
        Put(directory, BitConverter.GetBytes((ushort)(4 + (2 * fields))));
        Put(directory + 2, BitConverter.GetBytes((ushort)(4 + (4 * node.Count))));
        Put(at, BitConverter.GetBytes(at - directory));
        int place = 4;
        foreach ((int field, object value) in node)
        {
            Put(directory + 4 + (2 * field), BitConverter.GetBytes((ushort)place));
            Value(at + place, value);
            place += 4;
        }

        return at;
    }

    private void Value(int place, object value)
    {
        switch (value)
        {
            case bool flag:
                _file[place] = flag ? (byte)1 : (byte)0;
                break;
            case byte number:
                _file[place] = number;
                break;
            case int number:
                Put(place, BitConverter.GetBytes(number));
                break;
            case float number:
                Put(place, BitConverter.GetBytes(number));
                break;
            case FlatNode table:
                Point(place, Table(table));
                break;
            case FlatNode[] tables:
                Point(place, Tables(tables));
                break;
            case string text:
                Point(place, Vector([.. Encoding.ASCII.GetBytes(text), 0], 1, text.Length));
                break;
            case Array vector:
                byte[] bytes = new byte[Buffer.ByteLength(vector)];
                Buffer.BlockCopy(vector, 0, bytes, 0, bytes.Length);
                Point(place, Vector(bytes, vector.Length == 0 ? 1 : bytes.Length / vector.Length, vector.Length));
                break;
            default:
                throw new ArgumentException($"A field cannot be {value.GetType()}.", nameof(value));
        }
    }

    private int Vector(byte[] bytes, int size, int count)
    {
        Align(Math.Max(4, size), 4);
        int at = _file.Count;
        _file.AddRange(BitConverter.GetBytes(count));
        _file.AddRange(bytes);
        return at;
    }

    private int Tables(FlatNode[] tables)
    {
        int at = Vector(new byte[4 * tables.Length], 4, tables.Length);
        for (int i = 0; i < tables.Length; i++)
        {
            Point(at + 4 + (4 * i), Table(tables[i]));
        }

        return at;
    }

    // What stands at place is an offset from there.
    private void Point(int place, int target) => Put(place, BitConverter.GetBytes(target - place));

    private void Put(int place, byte[] bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            _file[place + i] = bytes[i];
        }
    }

    // So that what stands `before` bytes further is aligned.
    private void Align(int alignment, int before)
    {
        while ((_file.Count + before) % alignment != 0)
        {
            _file.Add(0);
        }
    }
}
