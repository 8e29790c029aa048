using System.Buffers.Binary;
using System.Runtime.InteropServices;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Bench;

/// <summary>What the engine on this machine, called as the tool calls it, makes of the harness's inputs.</summary>
internal static class HostReference
{
    private const int ChunkRecords = 32;
    private const int MaxRecordBytes = 32;

    /// <summary>The checksum of the outputs for each seed, as the harness computes it.</summary>
    internal static Dictionary<uint, uint> Outputs(byte[] model, uint[] seeds)
    {
        ModelFile file = new(model);
        using NativeEngine engine = new(model, (uint)file.ArenaBytes);
        return seeds.ToDictionary(seed => seed, seed =>
        {
            Fill(engine, file.Inputs.Length, seed);
            engine.Run();
            uint[] sums = Enumerable.Range(0, file.Outputs.Length)
                .Select(i => Crc32.Of(Array.ConvertAll(engine.Output(i).ToArray(), value => (byte)value)))
                .ToArray();
            return sums.Length == 1 ? sums[0] : Crc32.Of(sums.SelectMany(LittleEndian).ToArray());
        });
    }

    /// <summary>The checksum of the first window of the records that the harness makes; null: the model has no front end.</summary>
    internal static uint? Window(byte[] model, uint seed)
    {
        ModelFile file = new(model);
        if (file.FrontEnd is not { } frontEnd)
        {
            return null;
        }

        using NativeEngine engine = new(model, (uint)file.ArenaBytes);
        byte[] chunk = new byte[ChunkRecords * MaxRecordBytes];
        uint x = seed;
        while (true)
        {
            x = Fill(chunk, x);
            for (int left = frontEnd.RecordsPerRow; left > 0; left -= ChunkRecords)
            {
                engine.Feed(chunk.AsSpan(0, Math.Min(left, ChunkRecords) * frontEnd.RecordBytes));
                if (engine.Window())
                {
                    return Crc32.Of(MemoryMarshal.AsBytes(engine.Input()).ToArray());
                }
            }
        }
    }

    /// <summary>The checksum of the trained parameters after a step on each shot, as the harness goes them.</summary>
    internal static uint[] Learnt(byte[] model, uint[] seeds)
    {
        using NativeEngine engine = new(model);
        return Store(engine, model, seeds).Select((seed, i) =>
        {
            engine.Step(i, seed);
            return Crc32.Of(engine.StagedParameters.ToArray());
        }).ToArray();
    }

    /// <summary>What a whole adaptation ends with, when each shot is stored twice.</summary>
    internal static AdaptedState Adapted(byte[] model, uint[] seeds)
    {
        using NativeEngine engine = new(model);
        Store(engine, model, seeds);
        Store(engine, model, seeds);
        TmlStatus status;
        do
        {
            status = engine.Adapt(seeds[0]);
        }
        while (status == TmlStatus.Again);

        LearnInfo info = engine.LearnStatus();
        return new AdaptedState(
            (int)status, info.Decision, (int)info.Level, (int)info.Doubtful, Crc32.Of(engine.Parameters.ToArray()));
    }

    // The seeds that there is room for.
    private static uint[] Store(NativeEngine engine, byte[] model, uint[] seeds)
    {
        ModelFile file = new(model);
        uint[] used = seeds[..Math.Min(seeds.Length, file.Learning!.Shots)];
        for (int i = 0; i < used.Length; i++)
        {
            Fill(engine, file.Inputs.Length, used[i]);
            engine.Run();
            engine.Mark();
            engine.Label(i % 2);
        }

        return used;
    }

    /// <summary>The inputs of self-test vectors (SPEC.md).</summary>
    private static void Fill(NativeEngine engine, int inputs, uint x)
    {
        for (int i = 0; i < inputs; i++)
        {
            x = Fill(MemoryMarshal.AsBytes(engine.Input(i)), x);
        }
    }

    private static uint Fill(Span<byte> bytes, uint x)
    {
        foreach (ref byte value in bytes)
        {
            x = unchecked((x * 1664525) + 1013904223);
            value = (byte)(x >> 24);
        }

        return x;
    }

    private static byte[] LittleEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
