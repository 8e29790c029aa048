namespace TinyMl.Bench.Tests;

/// <summary>The checks of the bench see what they are there for: each test breaks a copy of the engine.</summary>
public sealed class FaultyEngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tinyml-bench-tests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [OnTarget("rv32")]
    public async Task Kernel_That_Rounds_Otherwise_Is_Not_Bit_Exact(string target)
    {
        BenchRunner runner = Break("requantize.h", "uint32_t past_half = (mask >> 1) +", "uint32_t past_half = (mask >> 2) +");
        BenchResult result = await runner.RunAsync("small", TestModels.Small, BenchTarget.Find(target)!);
        Assert.False(result.BitExact);
        Assert.False(result.IsRight);
        Assert.True(result.ArenaIntact);
    }

    [Theory]
    [OnTarget("rv32")]
    public async Task Front_End_That_Rounds_Otherwise_Is_Not_Bit_Exact(string target)
    {
        BenchRunner runner = Break("front_end_audio.c", "int32_t sum = 1 << 14;", "int32_t sum = 0;");
        BenchResult result = await runner.RunAsync(
            "listening", TestModels.Listening("mfcc-49x10"), BenchTarget.Find(target)!);
        Assert.False(result.BitExact);
    }

    [Theory]
    [OnTarget("rv32")]
    public async Task Step_That_Rounds_Otherwise_Is_Not_Bit_Exact(string target)
    {
        BenchRunner runner = Break("random.h", "277803737u", "277803735u");
        LearningResult result = await runner.LearnAsync("small", TestModels.SmallThatLearns("bias:2"), null, BenchTarget.Find(target)!);
        Assert.False(result.BitExact);
        Assert.False(result.IsRight);
        Assert.True(result.ArenaIntact);
    }

    [Theory]
    [OnTarget("rv32")]
    public async Task Byte_Written_Past_The_Arena_Is_Seen(string target)
    {
        BenchRunner runner = Break(
            "engine.c", "state->fresh = 1;", "state->fresh = 1; engine->arena[header->arena_bytes] = 1;");
        BenchResult result = await runner.RunAsync("small", TestModels.Small, BenchTarget.Find(target)!);
        Assert.True(result.BitExact);
        Assert.False(result.ArenaIntact);
        Assert.False(result.IsRight);
    }

    [Theory]
    [OnTarget("rv32")]
    public async Task Source_That_Does_Not_Compile_Is_One_Sentence_And_Leaves_Nothing(string target)
    {
        BenchRunner runner = Break("engine.c", "state->fresh = 1;", "state->fresh = 1; int unused = 0;");
        BenchException error = await Assert.ThrowsAsync<BenchException>(
            () => runner.RunAsync("small", TestModels.Small, BenchTarget.Find(target)!));
        Assert.Equal(BenchFailure.Build, error.Failure);
        Assert.Contains("engine.c", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Empty(Directory.GetDirectories(Path.Combine(_folder, "artifacts", target)));
    }

    private BenchRunner Break(string file, string old, string broken)
    {
        string native = Path.Combine(_folder, "native-interop");
        foreach (string part in new[] { "include", "src", "bench" })
        {
            string source = Path.Combine(TestModels.NativeFolder, part);
            foreach (string path in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(native, part, Path.GetRelativePath(source, path));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(path, copy);
            }
        }

        string target = Path.Combine(native, "src", file);
        string text = File.ReadAllText(target);
        Assert.Contains(old, text);
        File.WriteAllText(target, text.Replace(old, broken));
        return new BenchRunner(native, Path.Combine(_folder, "artifacts"));
    }
}
