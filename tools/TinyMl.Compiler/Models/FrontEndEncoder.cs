using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Models;

/// <summary>Writes the front end's section, and its tables to the constants.</summary>
internal static class FrontEndEncoder
{
    /// <param name="frontEnd">The front end.</param>
    /// <param name="input">The network's input.</param>
    /// <param name="memory">Arena offset of the front end's memory.</param>
    /// <param name="constants">Where tables go.</param>
    internal static byte[] Encode(FrontEnd frontEnd, Tensor input, int memory, ConstantPool constants) =>
        ModelFormat.Write(ModelFormat.FrontEndBytes, writer =>
        {
            switch (frontEnd)
            {
                case ImuFrontEnd imu:
                    Write(writer, imu, memory);
                    break;
                case AudioFrontEnd audio:
                    Write(writer, audio, input.Quantization!.Scale, memory, constants);
                    break;
            }
        });

    private static void Write(BinaryWriter writer, ImuFrontEnd imu, int memory)
    {
        int flags = (imu.SubtractMean ? 1 : 0) | (imu.DivideByRms ? 2 : 0);
        WriteHead(writer, imu, ModelFormat.ImuKind, flags, imu.ByteOffsets.Length, imu.Gain, memory);
        writer.Write(Pad(imu.ByteOffsets, 8, value => (byte)value));
        writer.Write(Pad(imu.Groups, 8, value => (byte)value));
        foreach (int value in Pad(imu.Floors, 4, value => Math.Max(1, value)).Concat(Pad(imu.FullScales, 4, v => v)))
        {
            writer.Write((ushort)value);
        }
    }

    private static void Write(BinaryWriter writer, AudioFrontEnd audio, double inputScale, int memory, ConstantPool constants)
    {
        AudioTables tables = new(audio);
        int flags = (audio.Magnitude ? 1 : 0) | ((int)audio.Level << 1);
        WriteHead(writer, audio, ModelFormat.AudioKind, flags, audio.Channels, audio.Bands, memory);
        writer.Write((ushort)audio.Frame);
        writer.Write((ushort)audio.Points);
        writer.Write((ushort)audio.ByteOffset);
        writer.Write(tables.Floor());
        writer.Write(constants.Add(tables.Window()));
        writer.Write(constants.Add(tables.Cosines()));
        writer.Write(constants.Add(tables.Filters()));
        writer.Write(audio.Coefficients == 0
            ? ModelFormat.None
            : constants.Add(Array.ConvertAll(tables.Transform(), value => (ushort)value)));
        writer.Write(constants.Add(tables.Offsets()));
        (uint multipliers, uint shifts) = constants.Add(tables.Factors(inputScale));
        writer.Write(multipliers);
        writer.Write(shifts);
        writer.Write((ushort)audio.LowHertz);
        writer.Write((ushort)audio.HighHertz);
    }

    // What both kinds begin with; own is a field that each has for itself.
    private static void WriteHead(
        BinaryWriter writer, FrontEnd frontEnd, int kind, int flags, int channels, int own, int memory)
    {
        int[] fields = [kind, flags, channels, frontEnd.RecordBytes, frontEnd.RecordsPerRow, frontEnd.Rows, frontEnd.Hop, own];
        foreach (int field in fields)
        {
            writer.Write((ushort)field);
        }

        writer.Write((uint)frontEnd.SampleRate);
        writer.Write((uint)memory);
    }

    private static T[] Pad<T>(int[] values, int length, Func<int, T> convert) =>
        Enumerable.Range(0, length).Select(i => convert(i < values.Length ? values[i] : 0)).ToArray();
}
