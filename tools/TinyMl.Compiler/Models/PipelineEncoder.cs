using System.Text;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Models;

/// <summary>Writes the sections around the network.</summary>
internal sealed class PipelineEncoder(Graph graph, Pipeline pipeline, ArenaLayout layout, ConstantPool constants)
{
    internal IEnumerable<(SectionKind Kind, byte[] Bytes)> Sections()
    {
        if (pipeline.FrontEnd is { } frontEnd)
        {
            yield return (SectionKind.FrontEnd, FrontEndEncoder.Encode(frontEnd, graph.Inputs[0], layout.FrontEnd, constants));
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

    private byte[] Detector(DetectorSettings detector) => ModelFormat.Write(ModelFormat.DetectorBytes + ((detector.Thresholds.Length + 3) / 4 * 4), writer =>
    {
        writer.Write((ushort)detector.Smoothing);
        writer.Write((ushort)detector.ThresholdOn);
        writer.Write((ushort)detector.ThresholdOff);
        writer.Write((ushort)detector.DeadWindows);
        int idle = Array.IndexOf(pipeline.Labels, detector.IdleLabel);
        writer.Write(idle < 0 ? ModelFormat.NoIndex : (ushort)idle);
        writer.Write((ushort)detector.MinWindows);
        writer.Write(detector.Thresholds.Length);
        writer.Write(Array.ConvertAll(detector.Thresholds, threshold => (byte)threshold));
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
}
