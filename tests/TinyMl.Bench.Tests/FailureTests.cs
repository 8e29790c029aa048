using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyMl.Bench.Tests;

public class FailureTests
{
    [Theory]
    [OnTarget("cortex-m4")]
    public async Task Emulator_That_Does_Not_End_Is_Stopped(string target)
    {
        // The build comes first: only the emulator's time is short.
        await TestModels.Runner.RunAsync("small", TestModels.Small, BenchTarget.Find(target)!);
        BenchRunner runner = new(TestModels.NativeFolder, TestModels.Artifacts) { Limit = TimeSpan.FromMilliseconds(1) };
        BenchException error = await Assert.ThrowsAsync<BenchException>(
            () => runner.RunAsync("small", TestModels.Small, BenchTarget.Find(target)!));
        Assert.Equal(BenchFailure.Timeout, error.Failure);
        Assert.EndsWith(".", error.Message);
    }

    [Fact]
    public async Task Missing_Tools_Are_Named_With_Their_Packages()
    {
        BenchTarget target = BenchTarget.Find("rv32")! with
        {
            Packages = new Dictionary<string, string> { ["no-such-program"] = "no-such-package" },
        };
        Assert.Equal(["no-such-package"], Toolchain.MissingPackages(target));
        BenchException error = await Assert.ThrowsAsync<BenchException>(
            () => Toolchain.ProvideAsync([target], _ => { }, CancellationToken.None, mayInstall: false));
        Assert.Equal(BenchFailure.ToolsMissing, error.Failure);
        Assert.Contains("no-such-package", error.Message);
    }

    [Fact]
    public void Output_Of_A_Crashed_Program_Is_Refused()
    {
        BenchException error = Assert.Throws<BenchException>(() => HarnessOutput.Parse("count idle 0 17 4 0\nfault\n"));
        Assert.Equal(BenchFailure.Run, error.Failure);
        Assert.False(HarnessOutput.Parse("count idle 0 17 4 0\n").IsWhole);
    }

    [Fact]
    public void Harness_Prints_Words_As_Signed_Numbers()
    {
        HarnessOutput output = HarnessOutput.Parse("output 3 -1\nlayers -2\narena 160 1\nselftest 0 -7\nend\n");
        Assert.Equal(uint.MaxValue, output.Outputs[3]);
        Assert.Equal(uint.MaxValue - 1, output.LayersCrc);
        Assert.Equal([-7], output.SelfTests);
        Assert.True(output.ArenaIntact && output.IsWhole && output.ArenaBytes == 160);
    }

    [Fact]
    public async Task Build_That_Fails_Leaves_Nothing_And_One_That_Succeeds_Is_Kept()
    {
        string parent = Directory.CreateTempSubdirectory("tinyml-bench-tests-").FullName;
        try
        {
            byte[][] ingredients = [[1, 2], [3]];
            await Assert.ThrowsAsync<InvalidOperationException>(() => BuildFolder.ProvideAsync(parent, ingredients, async folder =>
            {
                await File.WriteAllTextAsync(Path.Combine(folder, "half"), "half");
                throw new InvalidOperationException();
            }));
            Assert.Empty(Directory.GetDirectories(parent));

            int made = 0;
            Task Make(string folder)
            {
                made++;
                return Task.CompletedTask;
            }

            string first = await BuildFolder.ProvideAsync(parent, ingredients, Make);
            Assert.Equal(first, await BuildFolder.ProvideAsync(parent, ingredients, Make));
            Assert.Equal(1, made);
            Assert.NotEqual(first, await BuildFolder.ProvideAsync(parent, [[1], [2, 3]], Make));
        }
        finally
        {
            Directory.Delete(parent, recursive: true);
        }
    }

    [Fact]
    public void Map_Is_Added_Up_By_Section_And_Object()
    {
        const string Map = """
            Discarded input sections

             .text.tml_gone   0x00000000       0x10 library/engine.o

            Linker script and memory map

             .text.tml_run  0x00000100       0x20 library/engine.o
             .text.tml_average_pool
                            0x00000120       0x40 library/average_pool.o
             .rodata.nibbles
                            0x00000160        0x8 library/crc32.o
             .bss           0x00000200        0x4 library/engine.o
             .text.memset   0x00000300       0x10 support/memory.o
             .comment       0x00000000       0x26 library/engine.o
            """;
        CodeSize size = LinkMap.Sum(Map, file => file.StartsWith("library", StringComparison.Ordinal));
        Assert.Equal(new CodeSize(0x60, 8, 0, 4), size);
        Assert.Equal(0x68, size.Flash);
    }

    [Theory]
    [OnTarget("rv32")]
    public async Task Report_Has_The_Keys_That_Scripts_Read(string target)
    {
        BenchResult result = await TestModels.Runner.RunAsync("small", TestModels.Small, BenchTarget.Find(target)!);
        JsonSerializerOptions options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
        JsonObject json = JsonSerializer.SerializeToNode(result, options)!.AsObject();
        string[] keys =
        [
            "model", "target", "instructions", "instructions_per_mac", "open_instructions", "check_instructions",
            "arena_bytes", "stack_bytes", "code_bytes", "model_bytes", "macs", "bit_exact", "layers",
        ];
        Assert.All(keys, key => Assert.True(json.ContainsKey(key), key));
        JsonObject layer = json["layers"]![0]!.AsObject();
        Assert.All(["index", "code", "macs", "instructions"], key => Assert.True(layer.ContainsKey(key), key));
        string page = BenchMarkdown.Write([result]);
        Assert.Contains("| small |", page);
        Assert.Contains("| rv32 |", page);
    }
}
