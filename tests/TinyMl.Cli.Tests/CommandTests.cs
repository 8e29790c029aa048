using System.Text.Json.Nodes;
using TinyMl.Engine;
using TinyMl.Tests.Shared;

namespace TinyMl.Cli.Tests;

public class CommandTests
{
    [Fact]
    public void Inspect_Tells_The_Arena_To_The_Byte()
    {
        JsonNode json = Tool.Run("inspect", Tool.Model, "--json").Json;
        byte[] model = File.ReadAllBytes(Tool.Model);
        uint arena = (uint)json["arena_bytes"]!;
        uint learn = (uint)json["learn_arena_bytes"]!;
        Assert.Equal(model.Length, (int)json["model_bytes"]!);
        Assert.Equal(11, json["labels"]!.AsArray().Count);
        Assert.True((long)json["macs"]! > 0);
        Assert.True(json["operators"]!.AsArray().Count > 3);

        // What the engine itself takes: these bytes and not one less.
        using (new NativeEngine(model, arena))
        {
        }

        Assert.Equal(TmlStatus.ArenaSize, Assert.Throws<TmlException>(() => new NativeEngine(model, arena - 1)).Status);
        using (NativeEngine engine = new(model, learn))
        {
            engine.Factory();
        }

        using NativeEngine lesser = new(model, learn - 1);
        Assert.Equal(TmlStatus.ArenaSize, Assert.Throws<TmlException>(lesser.Factory).Status);
    }

    [Fact]
    public void Inspect_Shows_People_A_Table_And_Draws_The_Arena()
    {
        using TemporaryFolder folder = new();
        string drawing = folder.File("arena.svg");
        Tool.Result result = Tool.Run("inspect", Tool.Model, "--svg", drawing);
        Assert.Equal(0, result.Exit);
        Assert.Contains("CONV_2D", result.Output);
        Assert.Contains("nothing", result.Output);
        Assert.DoesNotContain('\u001b', result.Output);
        System.Xml.Linq.XDocument svg = System.Xml.Linq.XDocument.Load(drawing);
        Assert.Equal("svg", svg.Root!.Name.LocalName);
    }

    [Fact]
    public void Compiling_The_Committed_Network_Gives_The_Committed_Model()
    {
        using TemporaryFolder folder = new();
        string output = folder.File("again.tml");
        Tool.Result result = Tool.Run("compile", Path.ChangeExtension(Tool.Model, ".json"), "-o", output, "--json");
        Assert.Equal(0, result.Exit);
        Assert.Equal(File.ReadAllBytes(Tool.Model), File.ReadAllBytes(output));
    }

    [Fact]
    public void Inspecting_Learning_Tells_The_Factory_Set()
    {
        JsonNode json = Tool.Run("inspect", Tool.Model, "--learn", "--json").Json;
        Assert.Equal(44, (int)json["factory_shots"]!);
        Assert.Equal(44 * 65, (int)json["factory_bytes_of_flash"]!);
        Assert.Contains("Factory set: 44 shots, 2,860 B of flash.", Tool.Run("inspect", Tool.Model, "--learn").Output);
    }

    [Theory]
    [InlineData("cortex-m4")]
    [InlineData("rv32")]
    public void Inspect_Predicts_What_Was_Counted(string target)
    {
        JsonNode counts = JsonNode.Parse(File.ReadAllText(Path.Combine(SharedData.Repository, "native-interop", "bench", "counts.json")))!;
        double counted = (double)counts[target]!["portable"]!["gesture-digits"]!["instructions"]!;
        JsonNode prediction = Tool.Run("inspect", Tool.Model, "--target", target, "--json").Json["prediction"]!;
        Assert.Equal(target, (string)prediction["target"]!);
        Assert.InRange((double)prediction["instructions"]!, counted * 0.95, counted * 1.05);
        Assert.Contains($"Predicted on {target}:", Tool.Run("inspect", Tool.Model, "--target", target).Output);
    }

    [SharedFact]
    public void Explaining_Counts_Channels_And_Prediction_Needs_A_Core_With_The_Profile()
    {
        using TemporaryFolder folder = new();
        string model = folder.File("vww.tml");
        string[] compile = ["compile", Path.Combine(SharedData.Root!, "models", "mlperf_vww.tflite"), "-o", model, "--target", "cortex-m4", "--explain"];
        JsonNode explanation = Tool.Run([.. compile, "--json"]).Json["explanation"]!;
        JsonArray operators = explanation["operators"]!.AsArray();
        Assert.True((int)explanation["removed_channels"]! > 1000);
        Assert.Equal((int)explanation["removed_channels"]!, operators.Sum(step => (int)step!["removed_channels"]!));
        Assert.Equal(
            explanation["channels"]!.AsObject().Sum(count => (int)count.Value!),
            operators.Where(step => (string)step!["requantization"]! != string.Empty).Sum(step => (int)step!["channels"]!));
        Assert.Contains("removed as constant", Tool.Run(compile).Output);
        Assert.Equal(2, Tool.Run("inspect", model, "--target", "rv32").Exit);
    }

    [Fact]
    public void Run_Gives_The_Same_Bytes_In_Any_Slices()
    {
        using TemporaryFolder folder = new();
        JsonNode json = Tool.Run("inspect", Tool.Model, "--json").Json;
        int bytes = (int)json["front_end"]!["rows"]! * 6;
        string input = folder.File("in.bin", Enumerable.Range(0, bytes).Select(i => (byte)(i * 37)).ToArray());
        Assert.Equal(0, Tool.Run("run", Tool.Model, "--input", input, "--output", folder.File("a.bin")).Exit);
        Tool.Result sliced = Tool.Run("run", Tool.Model, "-i", input, "-o", folder.File("b.bin"), "--slice", "1000", "--json");
        Assert.True((int)sliced.Json["slices"]! > 10);
        Assert.Equal(File.ReadAllBytes(folder.File("a.bin")), File.ReadAllBytes(folder.File("b.bin")));
        Assert.Equal(11, File.ReadAllBytes(folder.File("a.bin")).Length);
    }

    [Fact]
    public void Self_Test_Passes()
    {
        JsonNode json = Tool.Run("selftest", Tool.Model, "--json").Json;
        Assert.True((int)json["vectors"]! > 0);
        Assert.Equal((int)json["vectors"]!, (int)json["passed"]!);
    }

    [SharedFact]
    public void A_Recording_Is_Heard_And_What_Is_None_Is_Refused()
    {
        using TemporaryFolder folder = new();
        string source = Path.Combine(SharedData.Root!, "models", "mlperf_kws.tflite");
        string model = folder.File("kws.tml");
        JsonNode json = Tool.Run(
            "compile", source, "--front-end", "mfcc-49x10", "--labels", "down,go,left,no,off,on,right,stop,up,yes,silence,unknown",
            "-o", model, "--json").Json;
        Assert.Equal(49 * 10, (int)json["front_end"]!["rows"]! * (int)json["front_end"]!["coefficients"]!);
        Assert.True((int)json["arena"]!["front_end"]! > 0);
        string[] Heard(string word, params string[] options) => Tool.Run(
            ["listen", model, Path.Combine(SharedData.Root!, "data", "audio-16k", $"{word}_1000ms.wav"), "--json", .. options]).Json
            .AsArray().Select(window => (string)window!["name"]!).ToArray();
        Assert.Equal(["yes"], Heard("yes"));
        Assert.Equal(["no"], Heard("no", "--from", "0.01"));
        Assert.Equal(5, Tool.Run("listen", model, source).Exit);
        Assert.Equal(4, Tool.Run("listen", Tool.Model, source).Exit);
    }

    [SharedFact]
    public void TensorFlow_Lite_Model_Compiles_And_Runs()
    {
        using TemporaryFolder folder = new();
        string source = Path.Combine(SharedData.Root!, "models", "mlperf_kws.tflite");
        JsonNode json = Tool.Run("compile", source, "--target", "cortex-m4", "-o", folder.File("kws.tml"), "--json").Json;
        Assert.InRange((int)json["arena_bytes"]!, 1, 8576 + 2560); // of the portable profile, and what packed kernels may add
        string input = folder.File("in.bin", new byte[490]);
        Assert.Equal(0, Tool.Run("run", folder.File("kws.tml"), "--input", input, "--output", folder.File("out.bin")).Exit);
        Assert.Equal(12, File.ReadAllBytes(folder.File("out.bin")).Length);
    }

    [SharedFact]
    public void Board_Replays_A_Real_Recording_And_The_Monitor_Reads_It()
    {
        string recording = Path.Combine(SharedData.Root!, "data", "imu-digits", "3_04.csv");
        Tool.Result board = Tool.Run("board", "--fast", "--replay", recording);
        Assert.Equal(0, board.Exit);
        Assert.Contains("selftest vectors=4", board.Output);
        using TemporaryFolder folder = new();
        string csv = folder.File("metrics.csv");
        Tool.Result monitor = Tool.Run(board.Output, ["monitor", "-", "--json", "--csv", csv]);
        Assert.Equal(0, monitor.Exit);
        Assert.Equal(0, (int)monitor.Json["bad_lines"]!);
        Assert.Equal(board.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, (int)monitor.Json["lines"]!);
        Assert.True(File.ReadAllLines(csv).Length > 5);
    }
}
