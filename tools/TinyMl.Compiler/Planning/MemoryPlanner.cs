using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Planning;

/// <summary>
/// Overlays activations that are not alive together. Operators that may work in place share one block with their input; the
/// blocks are placed first-fit in several orders and the smallest result wins.
/// </summary>
public static class MemoryPlanner
{
    /// <summary>Every tensor starts at a multiple of this.</summary>
    public const int Alignment = 4;

    /// <summary>Plans an int8 graph.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="kept">Tensors that must survive the inference besides the outputs.</param>
    public static MemoryPlan Plan(Graph graph, params Tensor[] kept)
    {
        Dictionary<Tensor, Lifetime> lifetimes = LifetimeAnalysis.Of(graph, kept);
        List<Block> blocks = Share(graph, lifetimes, out HashSet<Operator> inPlace);
        Comparison<Block>[] orders =
        [
            (a, b) => b.Bytes.CompareTo(a.Bytes),
            (a, b) => a.Lifetime.First.CompareTo(b.Lifetime.First),
            (a, b) => Extent(b).CompareTo(Extent(a)),
        ];
        MemoryPlan? best = null;
        foreach (Comparison<Block> order in orders)
        {
            // OrderBy is stable, so equal blocks keep graph order and the plan is reproducible.
            MemoryPlan plan = Place(blocks.Order(Comparer<Block>.Create(order)), inPlace);
            if (best is null || plan.Bytes < best.Bytes)
            {
                best = plan;
            }
        }

        return best!;
    }

    private static long Extent(Block block) => (long)block.Bytes * (block.Lifetime.Last - block.Lifetime.First + 1);

    private static List<Block> Share(
        Graph graph, Dictionary<Tensor, Lifetime> lifetimes, out HashSet<Operator> inPlace)
    {
        inPlace = [];
        Dictionary<Tensor, Block> owner = [];
        List<Block> blocks = [];
        foreach (Tensor tensor in graph.Inputs)
        {
            blocks.Add(owner[tensor] = new Block(tensor, lifetimes[tensor]));
        }

        for (int i = 0; i < graph.Operators.Count; i++)
        {
            Operator step = graph.Operators[i];
            if (CanWorkInPlace(step) && lifetimes[step.Input].Last == i && !graph.Inputs.Contains(step.Input))
            {
                Block block = owner[step.Input];
                block.Tensors.Add(step.Output);
                block.Lifetime = block.Lifetime.Union(lifetimes[step.Output]);
                owner[step.Output] = block;
                inPlace.Add(step);
            }
            else
            {
                blocks.Add(owner[step.Output] = new Block(step.Output, lifetimes[step.Output]));
            }
        }

        return blocks;
    }

    private static bool CanWorkInPlace(Operator step) =>
        step is Add && step.Inputs[0] != step.Inputs[1] && step.Input.Shape == step.Output.Shape;

    private static MemoryPlan Place(IEnumerable<Block> blocks, HashSet<Operator> inPlace)
    {
        List<(int Offset, Block Block)> placed = [];
        foreach (Block block in blocks)
        {
            int offset = 0;
            foreach ((int start, Block other) in placed.OrderBy(p => p.Offset))
            {
                if (other.Lifetime.Overlaps(block.Lifetime) && start < offset + block.Bytes)
                {
                    offset = Math.Max(offset, start + other.Bytes);
                }
            }

            placed.Add((offset, block));
        }

        Dictionary<Tensor, int> offsets = [];
        foreach ((int offset, Block block) in placed)
        {
            foreach (Tensor tensor in block.Tensors)
            {
                offsets[tensor] = offset;
            }
        }

        return new MemoryPlan(offsets, inPlace, placed.Max(p => p.Offset + p.Block.Bytes));
    }

    /// <summary>Bytes that one or, in place, several tensors occupy one after another.</summary>
    private sealed class Block(Tensor tensor, Lifetime lifetime)
    {
        internal List<Tensor> Tensors { get; } = [tensor];

        internal Lifetime Lifetime { get; set; } = lifetime;

        internal int Bytes { get; } = (tensor.Shape.Elements + Alignment - 1) / Alignment * Alignment;
    }
}
