using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Bench.Tests;

/// <summary>Learning on emulated cores: the same parameters as here, and what a step costs.</summary>
public class LearningTests
{
    private const int StackBudget = 1024;

    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    [OnTarget("host")]
    public async Task Steps_Give_The_Same_Parameters_On_Every_Core(string name)
    {
        foreach (string scheme in new[] { "head", "bias:all+head+sparse:1=0.5,3=0.5" })
        {
            byte[] model = TestModels.SmallThatLearns(scheme);
            LearningResult first = await TestModels.Runner.LearnAsync("small", model, 1000, BenchTarget.Find(name)!);
            LearningResult second = await TestModels.Runner.LearnAsync("small", model, 1000, BenchTarget.Find(name)!);
            Assert.True(first.BitExact && first.ArenaIntact, scheme);
            Assert.Equal(first, second);
            Assert.True(BenchTarget.Find(name)!.IsHost || first.StackBytes is > 0 and < StackBudget, $"{first.StackBytes} B of stack");
            Assert.True(first.Step is null or > 0);
        }
    }

    /// <summary>
    /// Held-back rounds, levels, doubts, the factory's test and the decision are the same on every core, and so is what is in use
    /// afterwards: something else than before, or its checksum would prove nothing.
    /// </summary>
    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    [OnTarget("host")]
    public async Task An_Adaptation_Ends_The_Same_On_Every_Core(string name)
    {
        BenchRunner runner = TestModels.AdaptingRunner;
        foreach (string scheme in new[] { "prototypes", "head", "bias:all+head+sparse:1=0.5,3=0.5" })
        {
            byte[] model = TestModels.SmallThatAdapts(scheme);
            LearningResult result = await runner.LearnAsync("small", model, 1000, BenchTarget.Find(name)!);
            AdaptedState here = HostReference.Adapted(model, runner.Seeds);
            Assert.True(result.BitExact && result.ArenaIntact, scheme);
            Assert.Equal((LearnDecision.Confirmed, 0), (here.Decision, here.Status));
        }
    }

    /// <summary>The steps change something, or their checksums would prove nothing.</summary>
    [Theory]
    [OnTarget("cortex-m4")]
    public async Task Every_Step_Changes_The_Parameters(string name)
    {
        HarnessOutput output = await TestModels.Runner.HarnessAsync(TestModels.SmallThatLearns("bias:all"), BenchTarget.Find(name)!);
        Assert.Equal(3, output.Learnt.Distinct().Count());
    }

    /// <summary>Inferences that a step may take, and bytes: of the head with its 64 stored shots, of the others without.</summary>
    [Theory]
    [OnTarget("cortex-m4", NeedsShared = true)]
    public async Task Keyword_Model_Learns_Within_Its_Budget(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        BenchResult inference = await TestModels.Runner.RunAsync("mlperf_kws", TestModels.Shared("mlperf_kws"), target);
        foreach ((string scheme, double inferences, int bytes) in new[]
        {
            ("head", 1.1, 18_000), ("bias:2", 1.3, 15_000), ("bias:all", 3, 30_000), ("bias:all+head", 3, 30_000),
            ("bias:all+head+sparse:1=0.25", 3, 36_000),
        })
        {
            LearningResult result = await TestModels.Runner.LearnAsync(
                "mlperf_kws", TestModels.Shared("mlperf_kws", scheme), inference.Instructions, target);
            LearningMemory memory = result.Memory;
            Assert.True(result.IsRight, scheme);
            Assert.InRange(result.Inferences!.Value, 1, inferences);
            Assert.InRange(scheme == "head" ? memory.Total : memory.WithoutShots, 1, bytes);
            Assert.Equal(
                memory.Total,
                memory.Inference + memory.Parameters + memory.Residuals + memory.Masks + memory.Saved + memory.GradientsBehind + memory.Shots + memory.State);
            Assert.InRange(memory.State, 256, 1024);
        }
    }
}
