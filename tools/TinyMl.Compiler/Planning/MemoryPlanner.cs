using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Packing;

namespace TinyMl.Compiler.Planning;

/// <summary>
/// Finds the smallest region in which all activations live: tensors that are not alive together share bytes, elementwise
/// operators work in place, and windowed operators write over their own input as far as their order of access allows.
/// </summary>
public static class MemoryPlanner
{
    /// <summary>Every tensor starts at a multiple of this.</summary>
    public const int Alignment = 4;

    // Placements tried for one limit; real networks need a few thousand.
    private const int SearchBudget = 100_000;

    /// <summary>Plans an int8 graph.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="kept">Tensors that must survive the inference besides the outputs.</param>
    public static MemoryPlan Plan(Graph graph, params Tensor[] kept) => Plan(graph, KernelPlan.Portable, kept);

    /// <summary>Plans an int8 graph with the kernels of a profile.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="kernels">Which need memory of their own while they run.</param>
    /// <param name="kept">Tensors that must survive the inference besides the outputs.</param>
    public static MemoryPlan Plan(Graph graph, KernelPlan kernels, Tensor[] kept)
    {
        PlacementProblem problem = new(graph, kernels, kept, Alignment);
        int low = problem.Sizes.Max();
        int high = problem.Sizes.Sum();
        int[] best = FirstFit(problem);
        high = Math.Min(high, Extent(problem, best));

        // Invariant: a plan of `high` bytes is known; none smaller than `low` was found.
        while (low < high)
        {
            int middle = low + ((high - low) / 2 / Alignment * Alignment);
            if (new PlacementSearch(problem, middle, SearchBudget).Run() is { } found)
            {
                best = found;
                high = Math.Min(middle, Extent(problem, found));
            }
            else
            {
                low = middle + Alignment;
            }
        }

        return Describe(problem, best);
    }

    // A plan that always exists: large tensors first, each at the lowest free place.
    private static int[] FirstFit(PlacementProblem problem)
    {
        int[] offsets = new int[problem.Tensors.Length];
        List<int> placed = [];
        foreach (int tensor in Enumerable.Range(0, offsets.Length).OrderByDescending(i => problem.Sizes[i]))
        {
            int offset = 0;
            foreach (int other in placed.OrderBy(i => offsets[i]))
            {
                if (problem.Lifetimes[other].Overlaps(problem.Lifetimes[tensor])
                    && offsets[other] < offset + problem.Sizes[tensor])
                {
                    offset = Math.Max(offset, offsets[other] + problem.Sizes[other]);
                }
            }

            offsets[tensor] = offset;
            placed.Add(tensor);
        }

        return offsets;
    }

    private static int Extent(PlacementProblem problem, int[] offsets) =>
        offsets.Zip(problem.Sizes, (offset, size) => offset + size).Max();

    private static MemoryPlan Describe(PlacementProblem problem, int[] offsets)
    {
        HashSet<Operator> inPlace = [];
        HashSet<Operator> backwards = [];
        for (int i = 0; i < offsets.Length; i++)
        {
            int source = problem.Sources[i];
            if (source < 0)
            {
                continue;
            }

            bool apart = offsets[i] + problem.Sizes[i] <= offsets[source]
                || offsets[source] + problem.Sizes[source] <= offsets[i];
            if (problem.Replaceable[i] && offsets[i] == offsets[source])
            {
                inPlace.Add(problem.Writers[i]!);
            }
            else if (!apart && !problem.RunsForwards(i, offsets[i], offsets[source]))
            {
                backwards.Add(problem.Writers[i]!);
            }
        }

        Dictionary<Tensor, int> places = problem.Tensors.Zip(offsets).ToDictionary(pair => pair.First, pair => pair.Second);
        Dictionary<Operator, int> scratch = problem.Scratch.ToDictionary(pair => pair.Key, pair => places[pair.Value]);
        return new MemoryPlan(places, inPlace, backwards, scratch, Extent(problem, offsets));
    }
}
