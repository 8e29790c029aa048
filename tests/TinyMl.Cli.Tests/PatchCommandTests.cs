using System.Text.Json.Nodes;
using TinyMl.Engine;
using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Tests;

/// <summary><c>tinyml patch</c> against a board in real time on a TCP port.</summary>
public sealed class PatchCommandTests : IDisposable
{
    private readonly TcpTransport _port = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TemporaryFolder _folder = new();
    private readonly Thread _thread;

    public PatchCommandTests()
    {
        VirtualBoardHost board = new(new VirtualBoardOptions
        {
            Model = File.ReadAllBytes(Tool.Model),
            Serial = _port,
            RealTime = true,
        });
        _thread = new Thread(() => board.Run(_stop.Token));
        _thread.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        Assert.True(_thread.Join(TimeSpan.FromSeconds(20)), "The board does not stop.");
        _stop.Dispose();
        _port.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_Patch_Is_Sent_Saved_And_Shown()
    {
        PatchFile patch = Make();
        string file = _folder.File("mine.tmp", patch.ToBytes());
        string back = _folder.File("back.tmp");
        Tool.Result nothing = Tool.Run("patch", "save", _port.Name, back);
        Assert.Equal(5, nothing.Exit);
        Assert.Contains("-70", nothing.Error);
        Assert.Equal(0, Tool.Run("patch", "send", _port.Name, file).Exit);
        Tool.Result stale = Tool.Run("patch", "send", _port.Name, file);
        Assert.Equal(5, stale.Exit);
        Assert.Contains("-76", stale.Error);
        Assert.Equal(0, Tool.Run("patch", "send", _port.Name, file, "--replace").Exit);
        JsonNode saved = Tool.Run("patch", "save", _port.Name, back, "--json").Json;
        Assert.Equal(patch.Parameters, PatchFile.Parse(File.ReadAllBytes(back), back).Parameters);
        Assert.Equal(patch.Parameters.Length, (int)saved["parameter_bytes"]!);
        JsonNode shown = Tool.Run("patch", "show", back, "--json").Json;
        Assert.Equal(saved.ToJsonString(), shown.ToJsonString());
        Assert.Equal(3, (int)shown["learnt_from_shots"]!);
        Assert.Contains(shown["model_id"]!.GetValue<string>(), Tool.Run("patch", "show", back).Output);
    }

    [Fact]
    public void Bad_Files_And_Ports_Are_One_Sentence()
    {
        byte[] record = Make().ToBytes();
        record[^1] ^= 1;
        Refused(5, "altered", "patch", "send", _port.Name, _folder.File("altered.tmp", record));
        Refused(5, "is no patch", "patch", "show", _folder.File("text.tmp", "no patch"u8.ToArray()));
        Refused(3, "no such file", "patch", "show", _folder.File("missing.tmp"));
        Refused(2, "is no board", "patch", "save", _folder.File("text.tmp"), _folder.File("out.tmp"));
        Refused(2, string.Empty, "patch");
        Assert.DoesNotContain("out.tmp", _folder.Names());
    }

    private static PatchFile Make()
    {
        byte[] model = File.ReadAllBytes(Tool.Model);
        using NativeEngine engine = new(model);
        return new PatchFile
        {
            ModelId = BitConverter.ToUInt64(model, 16),
            Sequence = 9,
            Learnt = 3,
            Parameters = engine.Parameters.ToArray(),
        };
    }

    private static void Refused(int exit, string sentence, params string[] arguments)
    {
        Tool.Result result = Tool.Run(arguments);
        Assert.Equal(exit, result.Exit);
        Assert.Contains(sentence, result.Error);
        Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
