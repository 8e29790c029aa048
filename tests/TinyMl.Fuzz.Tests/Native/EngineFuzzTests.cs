using System.Globalization;
using TinyMl.Compiler.Models;

namespace TinyMl.Fuzz.Tests.Native;

/// <summary>Proof, loader and engine under the address and undefined behaviour sanitizers, led by coverage.</summary>
public class EngineFuzzTests
{
    /// <summary>As many runs as take about 20 s; the same seed and the same runs each time.</summary>
    private const int ShortRuns = 60_000;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(6);

    [Theory]
    [InlineData(Profile.CortexMDsp, 9)]
    [InlineData(Profile.XtensaMac16, 8)]
    [InlineData(Profile.Rv32, 7)]
    public void Each_Kernel_Of_Each_Profile_Has_A_Seed(Profile profile, int kernels)
    {
        IEnumerable<int> seen = TmlSeeds.All().Select(seed => new ModelFile(seed.File))
            .Where(model => model.Profile == profile)
            .SelectMany(model => model.Operators.Select(step => step.Kernel));
        Assert.Superset(Enumerable.Range(1, kernels).ToHashSet(), seen.ToHashSet());
    }

    [FuzzerFact]
    public void Seeds_Are_All_Accepted()
    {
        string seeds = ClangFuzzer.Empty("seeds");
        TmlSeeds.WriteTo(seeds);
        string[] files = Directory.GetFiles(seeds);
        (int tried, int accepted) = ClangFuzzer.Run(files);
        Assert.True(tried >= files.Length, $"tried {tried}"); // one may run twice, in search of leaks
        Assert.Equal(tried, accepted);
    }

    [FuzzerFact]
    public void Altered_Models_Never_Leave_Their_Bounds()
    {
        string seeds = ClangFuzzer.Empty("start");
        TmlSeeds.WriteTo(seeds);
        string end = SlowForm.IsOn
            ? $"-max_total_time={((int)Long.TotalSeconds).ToString(CultureInfo.InvariantCulture)}"
            : $"-runs={ShortRuns}";

        // Reading the corpus again by the clock, and mutations from compared addresses, would make each run another one.
        (int tried, int accepted) = ClangFuzzer.Run(
            $"-seed={SlowForm.Seed}",
            end,
            "-reload=0",
            "-use_cmp=0",
            "-max_len=16384",
            "-mutate_depth=1",
            ClangFuzzer.Empty("corpus"),
            seeds);
        Assert.True(tried > ShortRuns / 2, $"tried {tried}");

        // A mutator that only makes refused models would test the proof alone.
        Assert.True(accepted > tried / 20, $"accepted {accepted} of {tried}");
    }
}
