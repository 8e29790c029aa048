using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Bench.Tests;

/// <summary>The engine on emulated cores: the same bytes as here, and counts that can be trusted.</summary>
public class TargetTests
{
    /// <summary>The stack that firmware reserves for the engine.</summary>
    private const int StackBudget = 1024;

    /// <summary>Flash for the kernels of a keyword spotter's operators, in all profiles of a target.</summary>
    private const int KernelBudget = 20_000;

    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Small_Model_Is_Bit_Exact_And_Counted_Alike_Twice(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        BenchResult first = await TestModels.Runner.RunAsync("small", TestModels.Small, target);
        BenchResult second = await TestModels.Runner.RunAsync("small", TestModels.Small, target);
        ModelFile file = new(TestModels.Small);
        Assert.True(first.BitExact);
        Assert.True(first.ArenaIntact);
        Assert.Equal(file.ArenaBytes, first.ArenaBytes);
        Assert.Equal(file.SelfTests, first.SelfTests);
        Assert.InRange(first.StackBytes, 1, StackBudget - 1);
        Assert.InRange(first.KeywordKernelBytes, 1000, KernelBudget);
        Assert.Equal(file.Operators.Select(step => step.Code), first.Layers.Select(layer => layer.Code));
        Assert.Equal(first.Macs, first.Layers.Sum(layer => layer.Macs));

        Assert.Equal(first.Instructions, second.Instructions);
        Assert.Equal(first.OpenInstructions, second.OpenInstructions);
        Assert.Equal(first.CheckInstructions, second.CheckInstructions);
        Assert.Equal(first.Stack, second.Stack);
        Assert.Equal(first.Layers, second.Layers);
    }

    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Operators_Make_Up_The_Inference(string name)
    {
        BenchResult result = await TestModels.Runner.RunAsync("small", TestModels.Small, BenchTarget.Find(name)!);
        long layers = result.Layers.Sum(layer => layer.Instructions!.Value);
        Assert.InRange(layers, result.Instructions!.Value / 2, result.Instructions.Value);
        Assert.All(result.Layers, layer => Assert.True(layer.Instructions > layer.Macs));
    }

    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Clock_Sees_Every_Instruction_Of_A_Known_Loop(string name)
    {
        HarnessOutput output = await TestModels.Runner.HarnessAsync(TestModels.Small, BenchTarget.Find(name)!);
        HarnessOutput.Count[] known = output.Counts.Where(count => count.Name == "known").ToArray();
        Assert.Equal([1, 10001], known.Select(count => count.Index));
        Assert.Equal(20000u, known[1].Instructions - known[0].Instructions);
    }

    /// <summary>The window of the front end counts among the bytes that must be exact.</summary>
    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Front_Ends_Of_Sound_Give_The_Same_Window(string name)
    {
        foreach (string preset in new[] { "mfcc-49x10", "log-mel-49x40-8k" })
        {
            BenchResult result = await TestModels.Runner.RunAsync(
                preset, TestModels.Listening(preset), BenchTarget.Find(name)!);
            Assert.True(result.BitExact && result.ArenaIntact, preset);
            Assert.InRange(result.StackBytes, 1, StackBudget - 1);
            Assert.Equal(200, result.FrontEnd!.HopMilliseconds);
            double cycles = 1.5 * ((10 * result.FrontEnd.Row!.Value) + result.FrontEnd.Window!.Value + result.Instructions!.Value);
            Assert.Equal(cycles / (0.2 * 160e6), result.ShareOfCore(160)!.Value, 1e-9);
            Assert.True(result.FrontEnd.Row > 10_000 && result.FrontEnd.Window > 10 * 490, result.FrontEnd.ToString());
        }
    }

    /// <summary>Channels that are no fours, windows at the border, and more taps than 16 bits can sum.</summary>
    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task Pools_Of_Any_Size_Give_The_Same_Bytes(string name)
    {
        byte[][] models =
        [
            TestModels.Pooling(new Shape(1, 20, 21, 7), new Extent(20, 21), new Extent(20, 21), true),
            TestModels.Pooling(new Shape(1, 2, 255, 6), new Extent(2, 255), new Extent(2, 255), true),
            TestModels.Pooling(new Shape(1, 9, 8, 11), new Extent(3, 3), new Extent(1, 2), true),
            TestModels.Pooling(new Shape(1, 9, 8, 11), new Extent(3, 2), new Extent(2, 1), false),
        ];
        foreach (byte[] model in models)
        {
            BenchResult result = await TestModels.Runner.RunAsync("pooling", model, BenchTarget.Find(name)!);
            Assert.True(result.BitExact && result.ArenaIntact);
        }
    }

    [Theory]
    [OnTarget("cortex-m0plus", NeedsShared = true)]
    [OnTarget("cortex-m4", NeedsShared = true)]
    [OnTarget("cortex-m7", NeedsShared = true)]
    [OnTarget("rv32", NeedsShared = true)]
    [OnTarget("xtensa", NeedsShared = true)]
    public async Task Real_Models_Give_The_Golden_Bytes(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        foreach ((string model, Profile profile, bool winograd) in GoldenModels.Of(target))
        {
            BenchResult result = await GoldenModels.MeasureAsync(model, target, profile, winograd);
            Assert.True(result.BitExact && result.ArenaIntact, $"{result.Model}, {profile}");
            Assert.InRange(result.StackBytes, 1, StackBudget - 1);
            Assert.Equal(GoldenModels.Runs(model).Select(run => run.OutputCrc), result.Outputs.Values);
        }
    }

    [Theory]
    [OnTarget("host")]
    public async Task Host_Gives_The_Same_Bytes_Counted_Or_Not(string name)
    {
        BenchResult result = await TestModels.Runner.RunAsync("small", TestModels.Small, BenchTarget.Find(name)!);
        Assert.True(result.BitExact && result.ArenaIntact);
        Assert.Equal(Tool.Find(Callgrind.Program) is not null, result.Instructions is not null);
        Assert.True(result.Instructions is null || result.Instructions > result.Macs);
    }
}
