using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;
using TinyMl.Engine;

namespace TinyMl.Compiler.Tests;

/// <summary>3x3 convolutions by Winograd's transform against the slow reference, and where the compiler chooses them.</summary>
public class WinogradTests
{
    private const int Kernel = 8;
    private const int KernelExact = 9;

    [Fact]
    public void Any_Layer_Gives_The_References_Bytes_In_Any_Slices()
    {
        Dictionary<int, int> seen = [];
        int overlapping = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            Random random = new(seed);
            Graph graph = KernelNetworks.Of(Layer(random, seed));
            byte[] model = Compile(graph);
            ModelFile file = new(model);
            OperatorRecord step = file.Operators[0];
            seen[step.Kernel] = seen.GetValueOrDefault(step.Kernel) + 1;
            (TensorRecord input, TensorRecord output) = (file.Tensors[step.Inputs[0]], file.Tensors[step.Output]);
            overlapping += step.Kernel >= Kernel && output.Offset < input.Offset + input.Shape.Elements && input.Offset < output.Offset + output.Shape.Elements ? 1 : 0;
            Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
            using NativeEngine engine = new(model);
            for (uint run = 0; run < 4; run++)
            {
                sbyte[] values = TestInput.Generate(graph, run)[0];
                if (run >= 2)
                {
                    // The largest sums, and the largest differences within a tile.
                    values = [.. values.Select((_, i) => run == 2 || (i / graph.Inputs[0].Shape.Channels) % 2 == 0 ? sbyte.MinValue : sbyte.MaxValue)];
                }

                values.CopyTo(engine.Input());
                while (engine.Run(run == 0 ? 0 : (uint)random.Next(1, 30_000)) == TmlStatus.Again)
                {
                }

                sbyte[] expected = ReferenceInterpreter.Run(graph, values)[graph.Outputs[0]];
                Assert.True(expected.AsSpan().SequenceEqual(engine.Output()), $"seed {seed}, run {run}, {graph.Inputs[0].Shape} to {graph.Outputs[0].Shape}");
            }
        }

        Assert.True(seen[Kernel] > 40 && seen[KernelExact] > 40 && overlapping > 50, $"{string.Join(", ", seen)}, {overlapping}");
    }

    [Fact]
    public void It_Is_Chosen_Where_It_Is_Faster_And_Nowhere_Else()
    {
        Assert.True(Chooses(new Shape(1, 16, 16, 16), 16));
        Assert.True(Chooses(new Shape(1, 15, 15, 8), 8));

        // Four tiles lie side by side: of a narrow image most of them would be thrown away.
        Assert.False(Chooses(new Shape(1, 16, 2, 16), 16));
        Assert.False(Chooses(new Shape(1, 16, 16, 12), 16));
        Assert.False(Chooses(new Shape(1, 16, 16, 16), 15));
    }

    [Fact]
    public void A_Budget_Is_Kept_To_The_Byte()
    {
        Graph graph = KernelNetworks.Of(Square(new Shape(1, 16, 16, 16), 16));
        ModelFile plain = new(ModelCompiler.Compile(graph, new Pipeline(), Profile.CortexMDsp).Bytes);
        ModelFile faster = new(Compile(graph));
        Assert.True(faster.ArenaBytes <= new ModelFile(ModelCompiler.Compile(graph, new Pipeline()).Bytes).ArenaBytes + WinogradBudget.MostScratch);
        Assert.InRange(faster.Bytes - plain.Bytes, 1, 3.6 * 9 * 16 * 16);

        bool Takes(long arena, long bytes) => new ModelFile(
            ModelCompiler.Compile(graph, new Pipeline(), Profile.CortexMDsp, new WinogradBudget(arena, bytes)).Bytes).Operators[0].Kernel >= Kernel;
        Assert.True(Takes(faster.ArenaBytes, faster.Bytes));
        Assert.False(Takes(faster.ArenaBytes - 1, faster.Bytes));
        Assert.False(Takes(faster.ArenaBytes, faster.Bytes - 1));
    }

    [Fact]
    public void Other_Profiles_Have_No_Such_Kernel()
    {
        Graph graph = KernelNetworks.Of(Square(new Shape(1, 16, 16, 16), 16));
        foreach (Profile profile in Enum.GetValues<Profile>().Where(profile => profile != Profile.CortexMDsp))
        {
            Assert.Equal(
                ModelCompiler.Compile(graph, new Pipeline(), profile).Bytes,
                ModelCompiler.Compile(graph, new Pipeline(), profile, new WinogradBudget()).Bytes);
        }
    }

    private static bool Chooses(Shape input, int filters) =>
        new ModelFile(Compile(KernelNetworks.Of(Square(input, filters)))).Operators[0].Kernel >= Kernel;

    private static byte[] Compile(Graph graph) =>
        ModelCompiler.Compile(graph, new Pipeline(), Profile.CortexMDsp, new WinogradBudget()).Bytes;

    private static Conv2D Square(Shape input, int filters) =>
        KernelNetworks.Conv3x3(new Random(1), input, filters, new Padding(1, 1, 1, 1), relu: true);

    // Sizes that leave tiles cut, paddings on any side, and weights whose transforms are as large as they can be.
    private static Conv2D Layer(Random random, int seed)
    {
        Shape input = new(1, random.Next(3, 20), random.Next(4, 20), 8 * random.Next(1, 6));
        Padding padding = new(random.Next(0, 3), random.Next(0, 3), random.Next(0, 3), random.Next(0, 3));
        Conv2D step = KernelNetworks.Conv3x3(random, input, 2 * random.Next(1, 10), padding, relu: seed % 2 == 0);
        sbyte[] weights = step.Weights.Int8Values!;
        for (int i = 0; i < weights.Length && seed % 5 == 0; i++)
        {
            // All alike, or by turns along a row of the filter: both sums of three are then the largest in some place.
            int turn = i / input.Channels % 3;
            weights[i] = (sbyte)(seed % 10 == 0 || turn != 1 ? sbyte.MaxValue : -sbyte.MaxValue);
        }

        return step;
    }
}
