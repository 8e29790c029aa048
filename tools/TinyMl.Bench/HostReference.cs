using System.Buffers.Binary;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Bench;

/// <summary>What the engine on this machine, called as the tool calls it, makes of the harness's inputs.</summary>
internal static class HostReference
{
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

    /// <summary>The checksum of the trained parameters after a step on each shot, as the harness goes them.</summary>
    internal static uint[] Learnt(byte[] model, uint[] seeds)
    {
        ModelFile file = new(model);
        uint[] used = seeds[..Math.Min(seeds.Length, file.Learning!.Shots)];
        using NativeEngine engine = new(model);
        for (int i = 0; i < used.Length; i++)
        {
            Fill(engine, file.Inputs.Length, used[i]);
            engine.Run();
            engine.Mark();
            engine.Label(i % 2);
        }

        return used.Select((seed, i) =>
        {
            engine.Step(i, seed);
            return Crc32.Of(engine.StagedParameters.ToArray());
        }).ToArray();
    }

    /// <summary>The inputs of self-test vectors (SPEC.md).</summary>
    private static void Fill(NativeEngine engine, int inputs, uint x)
    {
        for (int i = 0; i < inputs; i++)
        {
            foreach (ref sbyte value in engine.Input(i))
            {
                x = unchecked((x * 1664525) + 1013904223);
                value = (sbyte)(x >> 24);
            }
        }
    }

    private static byte[] LittleEndian(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
