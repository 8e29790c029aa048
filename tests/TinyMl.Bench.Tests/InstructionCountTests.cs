using TinyMl.Compiler.Models;
using TinyMl.Tests.Shared;

namespace TinyMl.Bench.Tests;

/// <summary>
/// No layer of a known model takes over 2 % more instructions than were counted. After a change that is meant:
/// <c>tinyml bench --target cortex-m4 models/gesture-digits/gesture-digits.tml --models ../shared/models --counts native-interop/bench/counts.json</c>.
/// </summary>
public class InstructionCountTests
{
    private static readonly string Counts = Path.Combine(TestModels.NativeFolder, "bench", "counts.json");

    [Theory]
    [OnTarget("cortex-m4")]
    public async Task The_Model_Of_This_Repository_Takes_No_More_Instructions(string name)
    {
        string path = Path.Combine(SharedData.Repository, "models", "gesture-digits", "gesture-digits.tml");
        BenchTarget target = BenchTarget.Find(name)!;
        BenchResult result = await Runner.RunAsync("gesture-digits", await File.ReadAllBytesAsync(path), target);
        Assert.Empty(InstructionCounts.Read(Counts).Growth(result));
    }

    [Theory]
    [OnTarget("cortex-m4", NeedsShared = true)]
    public async Task Shared_Models_Take_No_More_Instructions(string name)
    {
        InstructionCounts counts = InstructionCounts.Read(Counts);
        BenchTarget target = BenchTarget.Find(name)!;
        List<string> growth = [];
        foreach (string model in counts.Models.Where(model => model != "gesture-digits"))
        {
            BenchResult result = await Runner.RunAsync(model, TestModels.Shared(model, profile: target.Profile), target);
            growth.AddRange(counts.Growth(result));
        }

        Assert.Empty(growth);
    }

    [Fact]
    public void Growth_Is_Told_By_Layer()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory().FullName, "counts.json");
        BenchResult before = Result(1000, 600, 400);
        File.WriteAllText(file, InstructionCounts.Write([before]));
        InstructionCounts counts = InstructionCounts.Read(file);
        Assert.Empty(counts.Growth(before));
        Assert.Empty(counts.Growth(Result(1020, 612, 408)));
        Assert.Contains("layer 1", Assert.Single(counts.Growth(Result(1019, 600, 409))), StringComparison.Ordinal);
        Assert.Equal(2, counts.Growth(Result(1030, 630, 400)).Count());
        Assert.Single(counts.Growth(Result(1000, 1000)));
        Directory.Delete(Path.GetDirectoryName(file)!, true);
    }

    // One input is enough to count.
    private static BenchRunner Runner => new(TestModels.NativeFolder, TestModels.Artifacts) { Seeds = [1] };

    private static BenchResult Result(long instructions, params long[] layers) => new()
    {
        Model = "model",
        Target = "cortex-m4",
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
        LibraryBytes = 0,
        ModelBytes = 0,
        Macs = 1,
        BitExact = true,
        Outputs = new Dictionary<uint, string>(),
        SelfTests = 0,
        Layers = [.. layers.Select((count, i) => new LayerResult(i, "ADD", 0, count))],
    };
}
