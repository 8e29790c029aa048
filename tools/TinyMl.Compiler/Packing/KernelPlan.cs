using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Packing;

/// <summary>Which operators run a kernel of the profile; all others run the portable ones.</summary>
public sealed class KernelPlan
{
    /// <summary>What a profile's arena may have more than the portable one.</summary>
    public const int MostScratch = 2560;

    private readonly Dictionary<Operator, PackedOperator> _packed;

    private KernelPlan(IEnumerable<PackedOperator> packed) =>
        _packed = packed.ToDictionary(operation => operation.Operator);

    /// <summary>No operator is packed.</summary>
    public static KernelPlan Portable { get; } = new([]);

    /// <summary>The packed operators.</summary>
    public IReadOnlyCollection<PackedOperator> Packed => _packed.Values;

    /// <summary>How an operator is packed; null: it runs the portable kernel.</summary>
    public PackedOperator? Find(Operator step) => _packed.GetValueOrDefault(step);

    /// <summary>Chooses kernels, and where everything lies.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="kept">Tensors that must survive the inference besides the outputs.</param>
    /// <param name="profile">The kernels that there are.</param>
    /// <param name="unpacked">Operators whose weights something else reads as well.</param>
    public static (KernelPlan Kernels, MemoryPlan Memory) Choose(
        Graph graph, Tensor[] kept, Profile profile, IReadOnlySet<Operator> unpacked)
    {
        MemoryPlan portable = MemoryPlanner.Plan(graph, Portable, kept);
        List<PackedOperator> packed = graph.Operators
            .Where(step => !unpacked.Contains(step))
            .Select(step => Pack(step, profile))
            .OfType<PackedOperator>()
            .ToList();
        while (packed.Count > 0)
        {
            KernelPlan kernels = new(packed);
            MemoryPlan memory = MemoryPlanner.Plan(graph, kernels, kept);
            if (memory.Bytes <= portable.Bytes + MostScratch)
            {
                return (kernels, memory);
            }

            // What needs most memory while it runs gives way.
            PackedOperator largest = packed.MaxBy(Footprint)!;
            packed.Remove(largest);
            if (largest.Smaller is { } smaller)
            {
                packed.Add(smaller);
            }
        }

        return (Portable, portable);
    }

    /// <summary>The same kernels, but convolutions by Winograd's transform where that is faster and fits, what spares most first.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="kept">Tensors that must survive the inference besides the outputs.</param>
    /// <param name="fits">Whether there is room for a plan, and for so many bytes more of constants.</param>
    public (KernelPlan Kernels, MemoryPlan Memory) WithWinograd(Graph graph, Tensor[] kept, Func<MemoryPlan, int, bool> fits)
    {
        int mostBytes = MemoryPlanner.Plan(graph, Portable, kept).Bytes + WinogradBudget.MostScratch;
        KernelPlan kernels = this;
        MemoryPlan memory = MemoryPlanner.Plan(graph, kernels, kept);
        int extra = 0;
        foreach ((PackedOperator before, PackedOperator after) in Packed
            .Select(packed => (Before: packed, After: DspPacking.PackWinograd(packed)!))
            .Where(pair => pair.After is not null)
            .OrderByDescending(pair => pair.Before.Operator.MultiplyAccumulates))
        {
            KernelPlan other = new(kernels.Packed.Except([before]).Append(after));
            MemoryPlan plan = MemoryPlanner.Plan(graph, other, kept);
            int more = extra + (4 * (after.Stream.Length - before.Stream.Length));
            if (plan.Bytes <= mostBytes && fits(plan, more))
            {
                (kernels, memory, extra) = (other, plan, more);
            }
        }

        return (kernels, memory);
    }

    private static PackedOperator? Pack(Operator step, Profile profile) => profile switch
    {
        Profile.CortexMDsp => DspPacking.Pack(step),
        Profile.XtensaMac16 => Mac16Packing.Pack(step),
        Profile.Rv32 => Rv32Packing.Pack(step),
        _ => null,
    };

    private static int Footprint(PackedOperator packed) =>
        packed.ScratchBytes
        + Math.Max(packed.Operator.Input.Shape.Elements, packed.Operator.Output.Shape.Elements);
}
