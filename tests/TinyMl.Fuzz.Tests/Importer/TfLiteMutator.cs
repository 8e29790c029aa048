using System.Buffers.Binary;

namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>Alters .tflite files: as bytes, knowing offsets and directories, or as a tree that is written anew.</summary>
internal sealed class TfLiteMutator(Random random)
{
    private static readonly int[] Numbers =
    [
        0, 1, 2, 3, 4, 5, 8, 127, 128, 255, 256, 4096, 32767, 65535, 65536, 1 << 24, int.MaxValue, int.MinValue, -1, -2, -128,
    ];

    private static readonly float[] Reals =
    [
        0, -0f, 1, -1, 1e-9f, 1e9f, float.NaN, float.PositiveInfinity, float.Epsilon, float.MaxValue, 1f / 256, 1f / 128,
    ];

    /// <summary>A file with some bytes altered.</summary>
    internal byte[] Bytes(byte[] file, byte[] other)
    {
        byte[] mutant = (byte[])file.Clone();
        for (int i = random.Next(1, 4); i > 0 && mutant.Length > 16; i--)
        {
            mutant = OneChange(mutant, other);
        }

        return mutant;
    }

    /// <summary>Changes a tree in place.</summary>
    internal void Tree(FlatNode root)
    {
        List<(FlatNode Node, int Field)> places = [];
        Collect(root, places);
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            (FlatNode node, int field) = places[random.Next(places.Count)];
            if (!node.TryGetValue(field, out object? value))
            {
                continue;
            }

            if (random.Next(12) == 0)
            {
                node.Remove(field);
            }
            else
            {
                node[field] = Altered(value);
            }
        }
    }

    private static void Collect(FlatNode node, List<(FlatNode Node, int Field)> places)
    {
        foreach ((int field, object value) in node)
        {
            places.Add((node, field));
            FlatNode[] children = value as FlatNode[] ?? (value is FlatNode child ? [child] : []);
            foreach (FlatNode next in children)
            {
                Collect(next, places);
            }
        }
    }

    private object Altered(object value) => value switch
    {
        bool flag => !flag,
        byte number => (byte)(random.Next(2) == 0 ? number + random.Next(-2, 3) : random.Next(256)),
        int number => Number(number),
        float => Reals[random.Next(Reals.Length)],
        int[] all => Altered(all, Number),
        long[] all => Altered(all, old => random.Next(4) == 0 ? long.MinValue >> random.Next(64) : Number((int)old)),
        float[] all => Altered(all, _ => Reals[random.Next(Reals.Length)]),
        byte[] all => Altered(all, _ => (byte)random.Next(256)),
        FlatNode[] all => random.Next(3) == 0 ? Altered(all, node => node) : all,
        _ => value,
    };

    private T[] Altered<T>(T[] all, Func<T, T> change)
    {
        List<T> copy = [.. all];
        switch (random.Next(6))
        {
            case 0 when copy.Count > 0:
                copy.RemoveAt(random.Next(copy.Count));
                break;
            case 1 when copy.Count > 0:
                copy.Insert(random.Next(copy.Count), copy[random.Next(copy.Count)]);
                break;
            case 2 when copy.Count > 1:
                (int a, int b) = (random.Next(copy.Count), random.Next(copy.Count));
                (copy[a], copy[b]) = (copy[b], copy[a]);
                break;
            default:
                if (copy.Count > 0)
                {
                    int i = random.Next(copy.Count);
                    copy[i] = change(copy[i]);
                }

                break;
        }

        return [.. copy];
    }

    private int Number(int old) => random.Next(3) switch
    {
        0 => unchecked(old + random.Next(-3, 4)),
        1 => random.Next(0, 12),
        _ => Numbers[random.Next(Numbers.Length)],
    };

    private byte[] OneChange(byte[] file, byte[] other)
    {
        int word = random.Next(file.Length / 4) * 4;
        Span<byte> at = file.AsSpan(word, 4);
        switch (random.Next(10))
        {
            case 0:
                file[random.Next(file.Length)] = (byte)random.Next(256);
                break;
            case 1:
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
            case 3:
                BinaryPrimitives.WriteInt32LittleEndian(at, Number(BinaryPrimitives.ReadInt32LittleEndian(at)));
                break;
            case 4:
                BinaryPrimitives.WriteSingleLittleEndian(at, Reals[random.Next(Reals.Length)]);
                break;
            case 5:
                Redirect(file, word);
                break;
            case 6: // an entry of a table's directory, or half a word
                Span<byte> half = file.AsSpan(random.Next(file.Length / 2) * 2, 2);
                int entry = BinaryPrimitives.ReadUInt16LittleEndian(half);
                int changed = random.Next(3) == 0 ? 0 : entry + (2 * random.Next(-3, 4));
                BinaryPrimitives.WriteUInt16LittleEndian(half, unchecked((ushort)changed));
                break;
            case 7:
                return file[..random.Next(8, file.Length)];
            case 8:
                int cut = random.Next(8, Math.Min(file.Length, other.Length));
                return [.. file[..cut], .. other[cut..]];
            default:
                int length = random.Next(1, Math.Min(32, file.Length));
                int from = random.Next(file.Length - length + 1);
                file.AsSpan(from, length).CopyTo(file.AsSpan(random.Next(file.Length - length + 1)));
                break;
        }

        return file;
    }

    // Lets an offset lead where another one leads.
    private void Redirect(byte[] file, int word)
    {
        int source = random.Next(file.Length / 4) * 4;
        int target = unchecked(source + BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(source)));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(word), unchecked(target - word));
    }
}
