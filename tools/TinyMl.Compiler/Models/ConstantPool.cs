using System.Buffers.Binary;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Models;

/// <summary>Collects the constants section; equal constants are stored once.</summary>
internal sealed class ConstantPool
{
    private readonly List<byte> _bytes = [];
    private readonly Dictionary<string, uint> _offsets = [];

    internal byte[] ToArray() => [.. _bytes];

    internal uint Add(sbyte[] values) => Add(Array.ConvertAll(values, value => (byte)value));

    internal uint Add(int[] values)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(i * 4), values[i]);
        }

        return Add(bytes);
    }

    internal uint Add(ushort[] values)
    {
        byte[] bytes = new byte[values.Length * 2];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(i * 2), values[i]);
        }

        return Add(bytes);
    }

    /// <summary>Multipliers and shifts; two offsets.</summary>
    internal (uint Multipliers, uint Shifts) Add(QuantizedMultiplier[] values) => (
        Add(Array.ConvertAll(values, value => value.Multiplier)),
        Add(Array.ConvertAll(values, value => (sbyte)value.Shift)));

    private uint Add(byte[] bytes)
    {
        string key = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(bytes));
        if (!_offsets.TryGetValue(key, out uint offset))
        {
            offset = (uint)_bytes.Count;
            _offsets[key] = offset;
            _bytes.AddRange(bytes);
            while (_bytes.Count % 4 != 0)
            {
                _bytes.Add(0);
            }
        }

        return offset;
    }
}
