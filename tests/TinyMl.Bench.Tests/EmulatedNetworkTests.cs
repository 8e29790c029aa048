using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Tests;

namespace TinyMl.Bench.Tests;

/// <summary>
/// Random networks of one operator on the emulated cores, in their profiles: the bytes of this machine, where other tests hold them
/// against the slow reference, and those of the reference itself, from which the compiler makes self-tests. Several networks side by
/// side are one model, so the emulator starts once for all. TINYML_SLOW=1: many more.
/// </summary>
public class EmulatedNetworkTests
{
    private const int Networks = 8;

    private static readonly int Models = Environment.GetEnvironmentVariable("TINYML_SLOW") == "1" ? 60 : 3;

    [Theory]
    [OnTarget("cortex-m4")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Random_Networks_Give_The_Bytes_Of_This_Machine(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        HashSet<int> kernels = [];
        for (int model = 0; model < Models; model++)
        {
            int[] seeds = [.. Enumerable.Range(model * Networks, Networks)];
            byte[] all = Compile(target, seeds);
            kernels.UnionWith(new ModelFile(all).Operators.Select(step => step.Kernel));
            if (!await IsRightAsync(all, target))
            {
                List<int> wrong = [];
                foreach (int seed in seeds)
                {
                    if (!await IsRightAsync(Compile(target, [seed]), target))
                    {
                        wrong.Add(seed);
                    }
                }

                Assert.Fail($"Of the networks {seeds[0]} to {seeds[^1]} these are wrong by themselves: {string.Join(", ", wrong)}.");
            }
        }

        Assert.True(kernels.Count >= 6, $"kernels {string.Join(", ", kernels.Order())}");
    }

    /// <summary>The same without packed kernels: those of the portable layout use what a core has as well.</summary>
    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Portable_Networks_Give_The_Bytes_Of_This_Machine(string name)
    {
        BenchTarget target = BenchTarget.Find(name)! with { Profile = Profile.Portable };
        for (int model = 0; model < Models; model++)
        {
            int first = 1000 + (model * Networks);
            Assert.True(await IsRightAsync(Compile(target, [.. Enumerable.Range(first, Networks)]), target), $"of the networks from {first} on");
        }
    }

    private static async Task<bool> IsRightAsync(byte[] model, BenchTarget target)
    {
        BenchResult result = await TestModels.Runner.RunAsync("networks", model, target);
        return result.BitExact && result.ArenaIntact && result.SelfTests == 1;
    }

    private static byte[] Compile(BenchTarget target, int[] seeds) => ModelCompiler.Compile(
        Joined([.. seeds.Select(Network)]), new Pipeline { SelfTests = 1 }, target.Profile, new WinogradBudget()).Bytes;

    // Each fourth one is what Winograd's transform is for.
    private static Graph Network(int seed)
    {
        Random random = new(seed);
        return seed % 4 != 3 ? KernelNetworks.Make(random, seed) : KernelNetworks.Of(KernelNetworks.Conv3x3(
            random,
            new Shape(1, random.Next(6, 16), random.Next(7, 20), 8 * random.Next(1, 5)),
            2 * random.Next(1, 5),
            new Padding(random.Next(0, 3), random.Next(0, 3), random.Next(0, 3), random.Next(0, 3)),
            relu: random.Next(2) == 0));
    }

    private static Graph Joined(Graph[] graphs) => new()
    {
        Name = "networks",
        Inputs = [.. graphs.SelectMany(graph => graph.Inputs)],
        Outputs = [.. graphs.SelectMany(graph => graph.Outputs)],
        Operators = [.. graphs.SelectMany(graph => graph.Operators)],
    };
}
