using TinyMl.Compiler.Models;
using TinyMl.Tests.Shared;

namespace TinyMl.Bench.Tests;

/// <summary>
/// No layer of a known model takes over 2 % more instructions than were counted, in the portable profile and in the target's own.
/// After a change that is meant (of one target: <c>--target NAME</c> in place of <c>--all</c>):
/// <c>tinyml bench --all models/gesture-digits/gesture-digits.json models/keyword-digits/keyword-digits.json --models ../shared/models --counts
/// native-interop/bench/counts.json</c>.
/// </summary>
public class InstructionCountTests
{
    private static readonly InstructionCounts Counts =
        InstructionCounts.Read(Path.Combine(TestModels.NativeFolder, "bench", "counts.json"));

    [Theory]
    [OnTarget("cortex-m0plus")]
    [OnTarget("cortex-m4")]
    [OnTarget("cortex-m7")]
    [OnTarget("rv32")]
    [OnTarget("xtensa")]
    public async Task The_Models_Of_This_Repository_Take_No_More_Instructions(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        BenchRunner runner = new(TestModels.NativeFolder, TestModels.Artifacts) { Seeds = [1] };
        List<string> growth = [];
        foreach (string model in new[] { "gesture-digits", "keyword-digits" })
        {
            foreach (Profile profile in target.Profiles)
            {
                BenchResult result = await runner.RunAsync(model, TestModels.Own(model, profile), target);
                Assert.True(result.BitExact);
                growth.AddRange(Counts.Growth(result));
            }
        }

        Assert.Empty(growth);
    }

    [Theory]
    [OnTarget("cortex-m0plus", NeedsShared = true)]
    [OnTarget("cortex-m4", NeedsShared = true)]
    [OnTarget("cortex-m7", NeedsShared = true)]
    [OnTarget("rv32", NeedsShared = true)]
    [OnTarget("xtensa", NeedsShared = true)]
    public async Task Golden_Models_Take_No_More_Instructions(string name)
    {
        BenchTarget target = BenchTarget.Find(name)!;
        List<string> growth = [];
        foreach ((string model, Profile profile, bool winograd) in GoldenModels.Of(target))
        {
            growth.AddRange(Counts.Growth(await GoldenModels.MeasureAsync(model, target, profile, winograd)));
        }

        Assert.Empty(growth);
    }

    [Fact]
    public void Growth_Is_Told_By_Layer()
    {
        BenchResult before = Result("cortex-m4", 1000, 600, 400);
        InstructionCounts counts = new InstructionCounts().With([before]);
        Assert.Empty(counts.Growth(before));
        Assert.Empty(counts.Growth(Result("cortex-m4", 1020, 612, 408)));
        Assert.Contains("layer 1", Assert.Single(counts.Growth(Result("cortex-m4", 1019, 600, 409))), StringComparison.Ordinal);
        Assert.Equal(2, counts.Growth(Result("cortex-m4", 1030, 630, 400)).Count());
        Assert.Single(counts.Growth(Result("cortex-m4", 1000, 1000)));
        Assert.Contains("never counted", Assert.Single(counts.Growth(Result("rv32", 1, 1))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_File_Keeps_What_Was_Not_Counted_Again()
    {
        BenchResult other = Result("rv32", 2000, 2000);
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "counts.json");
        File.WriteAllText(file, new InstructionCounts().With([Result("cortex-m4", 1000, 600, 400), other]).Text());
        InstructionCounts counts = InstructionCounts.Read(file);
        string text = counts.With([Result("cortex-m4", 500, 300, 200), Result("host", 1, 1)]).Text();
        File.WriteAllText(file, text);
        counts = InstructionCounts.Read(file);
        Assert.Equal(text, counts.Text());
        Assert.Equal(2, counts.All.Count);
        Assert.Empty(counts.Growth(other));
        Assert.Equal(3, counts.Growth(Result("cortex-m4", 1000, 600, 400)).Count());
        Directory.Delete(Path.GetDirectoryName(file)!, true);
    }

    private static BenchResult Result(string target, long instructions, params long[] layers) => new()
    {
        Model = "model",
        Target = target,
        Profile = ProfileName.Of(Profile.Portable),
        Instructions = instructions,
        OpenInstructions = 1,
        CheckInstructions = 1,
        ArenaBytes = 1,
        ArenaIntact = true,
        Stack = new StackResult(1, 1, 1, 0),
        FrontEnd = null,
        Code = new CodeSize(1, 0, 0, 0),
        SupportBytes = 0,
        KeywordKernelBytes = 0,
        LibraryBytes = 0,
        ModelBytes = 0,
        Macs = 1,
        BitExact = true,
        Outputs = new Dictionary<uint, string>(),
        SelfTests = 0,
        Layers = [.. layers.Select((count, i) => new LayerResult(i, "ADD", 0, count))],
    };
}
