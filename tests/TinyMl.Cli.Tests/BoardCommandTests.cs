using System.Text.Json.Nodes;
using TinyMl.Bench;
using TinyMl.Boards;
using TinyMl.Engine;
using TinyMl.Tests.Shared;

namespace TinyMl.Cli.Tests;

/// <summary><c>tinyml boards</c>, <c>fit</c> and <c>new-board</c>.</summary>
public sealed class BoardCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fit_Agrees_With_Inspect_To_The_Byte()
    {
        AgreesWithInspect(Tool.Model);
    }

    [SharedFact]
    public void Fit_Agrees_With_Inspect_For_Reference_Models()
    {
        foreach (string name in new[] { "mlperf_kws", "mlperf_vww", "mlperf_ic", "mlperf_ad", "micro_speech" })
        {
            string source = Directory.GetFiles(Path.Combine(SharedData.Root!, "models"), name + ".tflite", SearchOption.AllDirectories).Single();
            string model = _folder.File(name + ".tml");
            Assert.Equal(0, Tool.Run("compile", source, "-o", model).Exit);
            AgreesWithInspect(model);
        }
    }

    [Fact]
    public void The_Verdict_Is_The_Engine_Own()
    {
        byte[] model = File.ReadAllBytes(Tool.Model);
        JsonNode inspect = Tool.Run("inspect", Tool.Model, "--json").Json;
        int infer = (int)inspect["arena_bytes"]!;

        // Arenas are multiples of 16 on boards: the largest that is too small, the smallest that is not.
        foreach (int arena in new[] { (infer - 1) & ~15, (infer + 15) & ~15 })
        {
            bool runs = true;
            try
            {
                new NativeEngine(model, (uint)arena).Dispose();
            }
            catch (TmlException error) when (error.Status == TmlStatus.ArenaSize)
            {
                runs = false;
            }

            Tool.Result result = Tool.Run("fit", Tool.Model, "--board", BoardWithArena(arena), "--json");
            Assert.Equal(runs ? 0 : 6, result.Exit);
            Assert.Equal(runs, (bool)result.Json["fits"]!);
            Assert.False((bool)result.Json["learns"]!);
        }
    }

    [Fact]
    public void Fit_Tells_People_Every_Number()
    {
        Tool.Result result = Tool.Run("fit", Tool.Model, "--board", "raspberry-pi-pico");
        Assert.Equal(0, result.Exit);
        string bytes = FormattableString.Invariant($"{new FileInfo(Tool.Model).Length:N0}");
        foreach (string part in new[] { "16,384", bytes, "1,032,192", "resource", "file", "firmware", "heap", "Yes: gesture-digits runs" })
        {
            Assert.Contains(part, result.Output);
        }

        Tool.Result no = Tool.Run("fit", Tool.Model, "--board", BoardWithArena(1024));
        Assert.Equal(6, no.Exit);
        Assert.Contains("keeps 1,024 B: use a smaller model", no.Output);
        Assert.Contains("No: gesture-digits does not fit", no.Output);
        Assert.Equal(2, Tool.Run("fit", Tool.Model, "--board", "nonsense").Exit);
        Assert.Equal(5, Tool.Run("fit", Tool.Model, "--board", "esp32-devkitc", "--app", Tool.Model).Exit);
    }

    /// <summary>As the boards' pages write it; what comes out has the board's kernels.</summary>
    [Fact]
    public void A_Model_Compiled_For_A_Board_Fits_It_And_Could_Not_Be_Faster()
    {
        string network = Path.ChangeExtension(Tool.Model, ".json");
        string model = _folder.File("board.tml");
        foreach (Board board in BoardCatalog.All(Boards))
        {
            JsonNode compiled = Tool.Run("compile", network, "--board", board.Id, "-o", model, "--json").Json;
            Assert.Equal(board.Profile, (string)compiled["profile"]!);
            JsonNode fit = Tool.Run("fit", model, "--board", board.Id, "--json").Json;
            Assert.True((bool)fit["fits"]!);
            Assert.DoesNotContain(fit["notes"]!.AsArray(), note => ((string)note!).Contains("faster", StringComparison.Ordinal));
        }

        Tool.Result both = Tool.Run("compile", network, "--board", "esp32-devkitc", "--target", "xtensa", "-o", model);
        Assert.Equal(2, both.Exit);
        Assert.Contains("leave out --target", both.Error);
    }

    [Fact]
    public void Boards_Lists_Every_Target_And_What_Fits()
    {
        JsonArray boards = Tool.Run("boards", "--json").Json.AsArray();
        string[] ids = [.. boards.Select(board => (string)board!["board"]!).Distinct()];
        Assert.Equal(7, ids.Length);
        Assert.Equal(["ESP32_PSRAM_REV3", "ESP32_REV3"], boards.Where(b => (string)b!["board"]! == "esp32-devkitc").Select(b => (string)b!["target"]!));
        Assert.All(boards, board => Assert.NotEmpty(board!["models"]!.AsArray()));
        string table = Tool.Run("boards").Output;
        Assert.All(ids, id => Assert.Contains(id, table));
    }

    [Fact]
    public void The_Tests_Run_The_Engine_On_The_Core_Of_Every_Board()
    {
        Assert.All(BoardCatalog.All(Boards), board => Assert.NotNull(BenchTarget.Find(board.Core)));
    }

    [Fact]
    public void A_New_Board_Works_At_Once()
    {
        CopyBoards();
        Tool.Result made = InFolder("new-board", "My Board", "--like", "esp32-devkitc", "--target", "ESP32_REV0", "--arena", "8192", "--sda", "GPIO4");
        Assert.Equal((0, string.Empty), (made.Exit, made.Error));
        string own = Path.Combine(_folder.File("boards"), "my-board");
        Assert.Equal(["BoardPins.cs", "README.md", "board.json", "defconfig"], Directory.GetFiles(own).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("I2cData = 4;", File.ReadAllText(Path.Combine(own, "BoardPins.cs")));
        Assert.Contains("-DTINYML_ARENA_BYTES=8192", File.ReadAllText(Path.Combine(own, "README.md")));
        Assert.Contains("my-board/README.md", File.ReadAllText(_folder.File(Path.Combine("boards", "README.md"))));
        Assert.Equal(0, InFolder("fit", Tool.Model, "--board", "my-board").Exit);

        Tool.Result again = InFolder("new-board", "My Board", "--like", "esp32-devkitc");
        Assert.Equal(2, again.Exit);
        Assert.Contains("already", again.Error);
        Assert.Equal(2, InFolder("new-board", "Other", "--like", "esp32-devkitc", "--sda", "21").Exit);
        Assert.Equal(2, InFolder("new-board", "Other").Exit);
        Assert.False(Directory.Exists(Path.Combine(_folder.File("boards"), "other")));
    }

    /// <summary>An installed tool has no checkout: its boards came with it, and a new one is made elsewhere.</summary>
    [Fact]
    public void Without_A_Checkout_The_Boards_Of_The_Tool_Are_Used_And_Not_Changed()
    {
        string folder = _folder.File("mine");
        Tool.Result made = Installed("new-board", "Mine", "--like", "raspberry-pi-pico", "--folder", folder);
        Assert.Equal((0, string.Empty), (made.Exit, made.Error));
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        Assert.Equal(4, Directory.GetFiles(Path.Combine(folder, "mine")).Length);
        Assert.Equal(0, Installed("fit", Tool.Model, "--board", Path.Combine(folder, "mine")).Exit);
        Assert.Equal(7, Installed("boards", "--json").Json.AsArray().Select(board => (string)board!["board"]!).Distinct().Count());
        Tool.Result write = Installed("boards", "--write");
        Assert.Equal(2, write.Exit);
        Assert.Contains("checkout", write.Error);
    }

    private static Tool.Result Installed(params string[] arguments) => Tool.Run(null, arguments, ("TINYML_ROOT", null));

    private static string Boards => Path.Combine(SharedData.Repository, "boards");

    private static void AgreesWithInspect(string model)
    {
        JsonNode inspect = Tool.Run("inspect", model, "--json").Json;
        foreach (JsonNode? fit in Tool.Run("boards", "--model", model, "--json").Json.AsArray().Select(board => board!["models"]![0]))
        {
            foreach (string number in new[] { "arena_bytes", "learn_arena_bytes", "model_bytes" })
            {
                Assert.Equal((long)inspect[number]!, (long)fit![number]!);
            }

            Dictionary<string, long> needed = fit!["checks"]!.AsArray()
                .ToDictionary(check => (string)check!["name"]!, check => (long)check!["needed"]!);
            Assert.Equal((long)inspect["arena_bytes"]!, needed["arena to recognise"]);
            Assert.Equal((long)inspect["model_bytes"]!, needed["in the application: flash"]);
            Assert.Equal((long)inspect["learn_arena_bytes"]!, needed.GetValueOrDefault("arena to recognise and learn"));
        }
    }

    private Tool.Result InFolder(params string[] arguments) =>
        Tool.Run(null, arguments, ("TINYML_ROOT", Path.GetDirectoryName(_folder.File("boards"))!));

    private void CopyBoards()
    {
        foreach (string file in Directory.GetFiles(Boards, "*", SearchOption.AllDirectories))
        {
            string copy = _folder.File(Path.Combine("boards", Path.GetRelativePath(Boards, file)));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string BoardWithArena(int bytes)
    {
        Board board = BoardCatalog.Read(Path.Combine(Boards, "stm32f769i-disco", BoardCatalog.FileName));
        BoardTarget target = board.Targets[0];
        string path = _folder.File($"board-{bytes}.json");
        File.WriteAllText(path, BoardCatalog.Write(board with { Targets = [target with { Arena = target.Arena with { Bytes = bytes } }] }));
        return path;
    }
}
