using System.Text;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Models;

/// <summary>Writes the sections around the network.</summary>
internal sealed class PipelineEncoder(Graph graph, Pipeline pipeline, ArenaLayout layout)
{
    internal IEnumerable<(SectionKind Kind, byte[] Bytes)> Sections()
    {
        if (pipeline.FrontEnd is { } frontEnd)
        {
            yield return (SectionKind.FrontEnd, FrontEnd(frontEnd));
        }

        if (pipeline.Labels.Length > 0)
        {
            yield return (SectionKind.Labels, Encoding.ASCII.GetBytes(string.Concat(pipeline.Labels.Select(l => l + "\0"))));
        }

        if (pipeline.Detector is { } detector)
        {
            yield return (SectionKind.Detector, Detector(detector));
        }

        if (pipeline.SelfTests > 0)
        {
            yield return (SectionKind.SelfTest, SelfTest());
        }

        yield return (SectionKind.Name, Encoding.ASCII.GetBytes(graph.Name + "\0"));
    }

    private byte[] FrontEnd(ImuFrontEnd frontEnd) => ModelFormat.Write(ModelFormat.FrontEndBytes, writer =>
    {
        writer.Write((ushort)1);
        writer.Write((ushort)((frontEnd.SubtractMean ? 1 : 0) | (frontEnd.DivideByRms ? 2 : 0)));
        writer.Write((ushort)frontEnd.ByteOffsets.Length);
        writer.Write((ushort)frontEnd.RecordBytes);
        writer.Write((ushort)frontEnd.Decimation);
        writer.Write((ushort)frontEnd.Rows);
        writer.Write((ushort)frontEnd.Hop);
        writer.Write((ushort)frontEnd.Gain);
        writer.Write((uint)frontEnd.SampleRate);
        writer.Write((uint)layout.Ring);
        writer.Write(Pad(frontEnd.ByteOffsets, 8, value => (byte)value));
        writer.Write(Pad(frontEnd.Groups, 8, value => (byte)value));
        foreach (int value in Pad(frontEnd.Floors, 4, value => Math.Max(1, value)).Concat(Pad(frontEnd.FullScales, 4, v => v)))
        {
            writer.Write((ushort)value);
        }
    });

    private byte[] Detector(DetectorSettings detector) => ModelFormat.Write(ModelFormat.DetectorBytes, writer =>
    {
        writer.Write((ushort)detector.Smoothing);
        writer.Write((ushort)detector.ThresholdOn);
        writer.Write((ushort)detector.ThresholdOff);
        writer.Write((ushort)detector.DeadWindows);
        int idle = Array.IndexOf(pipeline.Labels, detector.IdleLabel);
        writer.Write(idle < 0 ? ModelFormat.NoIndex : (ushort)idle);
        writer.Write((ushort)detector.MinWindows);
    });

    private byte[] SelfTest()
    {
        int outputs = graph.Outputs.Sum(tensor => tensor.Shape.Elements);
        return ModelFormat.Write(4 + (pipeline.SelfTests * (4 + outputs)), writer =>
        {
            writer.Write((ushort)pipeline.SelfTests);
            writer.Write((ushort)0);
            for (uint seed = 1; seed <= pipeline.SelfTests; seed++)
            {
                writer.Write(seed);
                Dictionary<Tensor, sbyte[]> values = ReferenceInterpreter.Run(graph, TestInput.Generate(graph, seed));
                foreach (Tensor output in graph.Outputs)
                {
                    writer.Write(Array.ConvertAll(values[output], value => (byte)value));
                }
            }
        });
    }

    private static T[] Pad<T>(int[] values, int length, Func<int, T> convert) =>
        Enumerable.Range(0, length).Select(i => convert(i < values.Length ? values[i] : 0)).ToArray();
}
