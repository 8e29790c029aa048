using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Quantization;

/// <summary>Finds the range of every activation by running a float graph on representative inputs.</summary>
public static class Calibrator
{
    /// <summary>Sets <see cref="Tensor.Range"/> of every activation to the least and greatest value over all samples.</summary>
    /// <param name="graph">A float graph without batch normalisations.</param>
    /// <param name="samples">Inputs as the device will see them; a few hundred.</param>
    public static void Calibrate(Graph graph, IEnumerable<float[]> samples)
    {
        foreach (Tensor tensor in graph.Activations)
        {
            tensor.Range = null;
        }

        foreach (float[] sample in samples)
        {
            foreach ((Tensor tensor, float[] values) in FloatInterpreter.Run(graph, sample))
            {
                ValueRange range = ValueRange.Of(values);
                tensor.Range = tensor.Range is { } seen ? seen.Union(range) : range;
            }
        }
    }
}
