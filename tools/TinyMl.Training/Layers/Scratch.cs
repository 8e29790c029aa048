using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>Working memory for each part of a batch.</summary>
internal static class Scratch
{
    /// <summary>One array of the given length for each part.</summary>
    public static T[][] PerShard<T>(int length)
    {
        T[][] arrays = new T[Workers.Shards][];
        for (int shard = 0; shard < arrays.Length; shard++)
        {
            arrays[shard] = new T[length];
        }

        return arrays;
    }
}
