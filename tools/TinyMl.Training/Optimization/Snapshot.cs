using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Optimization;

/// <summary>A copy of all float constants of a graph, running averages of normalisation included.</summary>
public sealed class Snapshot
{
    private readonly Tensor[] _tensors;
    private readonly float[][] _values;

    /// <summary>Copies the graph's present constants.</summary>
    public Snapshot(Graph graph)
    {
        _tensors = graph.Operators.SelectMany(o => o.Constants).ToArray();
        _values = _tensors.Select(t => (float[])t.Values!.Clone()).ToArray();
    }

    /// <summary>Writes the copy back to the graph.</summary>
    public void Restore()
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            _values[i].CopyTo(_tensors[i].Values!, 0);
        }
    }

    /// <summary>Moves the copy towards the graph: copy = keep * copy + (1 - keep) * graph (exponential moving average).</summary>
    /// <param name="keep">0 to 1.</param>
    public void Blend(float keep)
    {
        for (int i = 0; i < _tensors.Length; i++)
        {
            float[] now = _tensors[i].Values!;
            float[] copy = _values[i];
            for (int j = 0; j < copy.Length; j++)
            {
                copy[j] = now[j] + (keep * (copy[j] - now[j]));
            }
        }
    }
}
