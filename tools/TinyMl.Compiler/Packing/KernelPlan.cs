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
        List<PackedOperator> all = graph.Operators
            .Where(step => !unpacked.Contains(step))
            .Select(step => Pack(step, profile))
            .OfType<PackedOperator>()
            .ToList();
        (KernelPlan Kernels, MemoryPlan Memory) chosen = (Portable, MemoryPlanner.Plan(graph, Portable, kept));
        int mostBytes = chosen.Memory.Bytes + MostScratch;
        bool Takes(IEnumerable<PackedOperator> packed)
        {
            KernelPlan kernels = new(packed);
            MemoryPlan memory = MemoryPlanner.Plan(graph, kernels, kept);
            if (memory.Bytes > mostBytes)
            {
                return false;
            }

            chosen = (kernels, memory);
            return true;
        }

        if (!Takes(all))
        {
            // Each in its fastest form that there is room for, what has most work first.
            foreach (PackedOperator fastest in all.OrderByDescending(packed => packed.Operator.MultiplyAccumulates))
            {
                PackedOperator? form = fastest;
                while (form is not null && !Takes(chosen.Kernels.Packed.Append(form)))
                {
                    form = form.Smaller;
                }
            }
        }

        return chosen;
    }

    /// <summary>The same kernels, but convolutions by Winograd's transform where that is faster and fits, what spares most first.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="kept">Tensors that must survive the inference besides the outputs.</param>
    /// <param name="unpacked">Operators whose weights something else reads as well.</param>
    /// <param name="fits">Whether there is room for a plan, and for so many bytes more of constants.</param>
    public (KernelPlan Kernels, MemoryPlan Memory) WithWinograd(
        Graph graph, Tensor[] kept, IReadOnlySet<Operator> unpacked, Func<MemoryPlan, long, bool> fits)
    {
        int mostBytes = MemoryPlanner.Plan(graph, Portable, kept).Bytes + WinogradBudget.MostScratch;
        KernelPlan kernels = this;
        MemoryPlan memory = MemoryPlanner.Plan(graph, kernels, kept);
        long more = 0;
        foreach (PackedOperator winograd in graph.Operators.OfType<Conv2D>()
            .Where(step => !unpacked.Contains(step))
            .Select(step => (Packed: DspWinograd.Pack(step), Instructions: DspPacking.Instructions(step, Find(step))))
            .Where(candidate => candidate.Packed is not null)
            .Select(candidate => (Packed: candidate.Packed!, Spared: candidate.Instructions - DspWinograd.Instructions(candidate.Packed!)))
            .Where(candidate => candidate.Spared > 0)
            .OrderByDescending(candidate => candidate.Spared)
            .Select(candidate => candidate.Packed))
        {
            KernelPlan other = new(kernels.Packed.Where(packed => packed.Operator != winograd.Operator).Append(winograd));
            MemoryPlan plan = MemoryPlanner.Plan(graph, other, kept);
            long bytes = more + winograd.StreamBytes
                - (Find(winograd.Operator)?.StreamBytes ?? ((Conv2D)winograd.Operator).Weights.Shape.Elements);
            if (plan.Bytes <= mostBytes && fits(plan, bytes))
            {
                (kernels, memory, more) = (other, plan, bytes);
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
}
