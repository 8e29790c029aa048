using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Learning;

/// <summary>The memory of the activations while none of them is needed but one.</summary>
internal sealed class DeadMemory
{
    private const int Alignment = 4;
    private readonly List<(int Begin, int End)> _gaps;

    internal DeadMemory(MemoryPlan plan, Tensor alive)
    {
        int first = ModelFormat.StateBytes + plan.Offsets[alive];
        int last = first + alive.Shape.Elements;
        _gaps = [(ModelFormat.StateBytes, first), (last, ModelFormat.StateBytes + plan.Bytes)];
    }

    /// <summary>A place for so many bytes in the smallest gap that has it; null: there is none.</summary>
    internal int? Take(int bytes)
    {
        int best = Enumerable.Range(0, _gaps.Count)
            .Where(i => Start(i) + bytes <= _gaps[i].End)
            .OrderBy(i => _gaps[i].End - _gaps[i].Begin)
            .FirstOrDefault(-1);
        if (best < 0)
        {
            return null;
        }

        int start = Start(best);
        _gaps[best] = (start + bytes, _gaps[best].End);
        return start;
    }

    private int Start(int gap) => ModelFormat.Align(_gaps[gap].Begin, Alignment);
}
