using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Packing;

namespace TinyMl.Compiler.Planning;

/// <summary>What the planner must satisfy: tensors in the order in which they come alive, and which may share bytes how.</summary>
internal sealed class PlacementProblem
{
    private readonly Dictionary<Tensor, int> _indices = [];
    private readonly Dictionary<Operator, Tensor> _scratch = [];

    internal PlacementProblem(Graph graph, KernelPlan kernels, IEnumerable<Tensor> kept, int alignment)
    {
        Alignment = alignment;
        Dictionary<Tensor, Lifetime> lifetimes = LifetimeAnalysis.Of(graph, kept);
        List<Tensor> tensors = [.. graph.Inputs];
        for (int i = 0; i < graph.Operators.Count; i++)
        {
            Operator step = graph.Operators[i];
            tensors.Add(step.Output);
            if (kernels.Find(step) is { ScratchBytes: > 0 } packed)
            {
                Tensor scratch = new($"scratch of {step.Output.Name}", new Shape(1, 1, 1, packed.ScratchBytes));
                lifetimes[scratch] = new Lifetime(i, i);
                _scratch[step] = scratch;
                tensors.Add(scratch);
            }
        }

        Tensors = [.. tensors];
        Lifetimes = Array.ConvertAll(Tensors, tensor => lifetimes[tensor]);
        Sizes = Array.ConvertAll(Tensors, tensor => (tensor.Shape.Elements + alignment - 1) / alignment * alignment);
        Writers = new Operator?[Tensors.Length];
        Overlaps = new Overlap?[Tensors.Length];
        Replaceable = new bool[Tensors.Length];
        Sources = Enumerable.Repeat(-1, Tensors.Length).ToArray();
        for (int i = 0; i < Tensors.Length; i++)
        {
            _indices[Tensors[i]] = i;
        }

        for (int i = 0; i < graph.Operators.Count; i++)
        {
            Operator step = graph.Operators[i];
            int output = _indices[step.Output];
            Writers[output] = step;

            // Only an input that dies here may be written over, and only if it is read once.
            if (!step.Input.IsConstant && lifetimes[step.Input].Last == i && step.Inputs.Count(x => x == step.Input) == 1)
            {
                Sources[output] = _indices[step.Input];
                Overlaps[output] = Overlap.Of(step, kernels.Find(step)?.KernelRows ?? 0);
                Replaceable[output] = Overlap.CanReplace(step) || kernels.Find(step) is { CanReplace: true };
            }
        }
    }

    internal int Alignment { get; }

    /// <summary>The memory of a kernel's own, one of the tensors.</summary>
    internal IReadOnlyDictionary<Operator, Tensor> Scratch => _scratch;

    internal Tensor[] Tensors { get; }

    internal Lifetime[] Lifetimes { get; }

    /// <summary>Bytes, rounded up to the alignment.</summary>
    internal int[] Sizes { get; }

    /// <summary>The operator that writes each tensor; null: an input of the graph.</summary>
    internal Operator?[] Writers { get; }

    /// <summary>The tensor that each may lie over; -1: none.</summary>
    internal int[] Sources { get; }

    /// <summary>How each may lie over its source.</summary>
    internal Overlap?[] Overlaps { get; }

    /// <summary>Whether each may take exactly the place of its source.</summary>
    internal bool[] Replaceable { get; }

    /// <summary>Earlier tensors that are alive together with this one.</summary>
    internal IEnumerable<int> Rivals(int tensor)
    {
        for (int i = 0; i < tensor; i++)
        {
            if (Lifetimes[i].Overlaps(Lifetimes[tensor]))
            {
                yield return i;
            }
        }
    }

    /// <summary>Bytes of the kernels' own memory that is alive together with this tensor.</summary>
    internal IEnumerable<int> ScratchBeside(int tensor) => _scratch.Values
        .Select(scratch => _indices[scratch])
        .Where(scratch => scratch != tensor && Lifetimes[scratch].Overlaps(Lifetimes[tensor]))
        .Select(scratch => Sizes[scratch]);

    /// <summary>Whether a tensor at an offset leaves an earlier one unharmed.</summary>
    internal bool Fits(int tensor, int offset, int rival, int rivalOffset)
    {
        if (offset + Sizes[tensor] <= rivalOffset || rivalOffset + Sizes[rival] <= offset)
        {
            return true;
        }

        return rival == Sources[tensor]
            && ((Replaceable[tensor] && offset == rivalOffset)
                || RunsForwards(tensor, offset, rivalOffset)
                || RunsBackwards(tensor, offset, rivalOffset));
    }

    internal bool RunsForwards(int tensor, int offset, int source) =>
        Overlaps[tensor] is { } overlap && offset <= source - overlap.Forwards;

    internal bool RunsBackwards(int tensor, int offset, int source) =>
        Overlaps[tensor] is { } overlap && offset >= source + overlap.Backwards;
}
