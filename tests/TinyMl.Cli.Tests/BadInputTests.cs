namespace TinyMl.Cli.Tests;

/// <summary>Every bad input: one sentence, a number, nothing left half-written, no stack trace.</summary>
public class BadInputTests
{
    [Fact]
    public void Command_Line()
    {
        Refused(2, "frobnicate");
        Refused(2, "inspect");
        Refused(2, "inspect", Tool.Model, "--frob");
        Refused(2, "run", Tool.Model);
        Refused(2, "listen", Tool.Model);
        Assert.Contains("log-mel-49x40", Refused(2, "compile", Path.ChangeExtension(Tool.Model, ".json"), "--front-end", "ears"));
        Refused(2, "demo", "--spread", "9");
        Refused(2, "demo", "--shots", "zero");
        Refused(2, "board", "--serial", "carrier-pigeon");
        Refused(2, "board", "--serial", "tcp:99999");
    }

    [Fact]
    public void Files_That_Are_Not_There()
    {
        using TemporaryFolder folder = new();
        string missing = folder.File("missing.tml");
        Refused(3, "inspect", missing);
        Refused(3, "run", missing, "--input", missing);
        Refused(3, "selftest", missing);
        Refused(3, "listen", missing, missing);
        Refused(3, "compile", folder.File("missing.json"));
        Refused(3, "demo", "--model", missing);
        Refused(5, "train", folder.File("missing-recipe.json"));
        Refused(5, "board", "--fast", "--replay", folder.File("missing.csv"));
        Assert.Empty(folder.Names());
    }

    [Fact]
    public void Models_That_Are_Damaged()
    {
        using TemporaryFolder folder = new();
        byte[] model = File.ReadAllBytes(Tool.Model);
        Assert.Contains("(-22)", Refused(4, "inspect", folder.File("zeros.tml", new byte[100])));
        Assert.Contains("(-20)", Refused(4, "inspect", folder.File("cut.tml", model[..^100])));
        model[^9] ^= 1;
        Assert.Contains("(-24)", Refused(4, "inspect", folder.File("altered.tml", model)));
        Refused(4, "demo", "--model", folder.File("altered2.tml", model));
    }

    [Fact]
    public void Content_That_Is_Wrong()
    {
        using TemporaryFolder folder = new();
        Refused(5, "run", Tool.Model, "--input", folder.File("short.bin", [1, 2, 3]));
        Refused(5, "compile", folder.File("net.json", "{\"format\":\"other\"}"u8.ToArray()));
        Refused(5, "compile", folder.File("cut.json", "{\"format\":"u8.ToArray()));
        Refused(5, "compile", folder.File("not.tflite", "no flat buffer"u8.ToArray()));
        Refused(5, "train", folder.File("recipe.json", "{}"u8.ToArray()));
        Refused(5, "board", "--fast", "--replay", folder.File("bad.csv", "a,b\n1,2\n"u8.ToArray()));
        Assert.Equal(["bad.csv", "cut.json", "net.json", "not.tflite", "recipe.json", "short.bin"], folder.Names());
    }

    [Fact]
    public void Target_And_Profile_That_Do_Not_Exist()
    {
        using TemporaryFolder folder = new();
        string network = Path.ChangeExtension(Tool.Model, ".json");
        Assert.Contains("cortex-m4", Refused(2, "compile", network, "--target", "z80", "-o", folder.File("a.tml")));
        Assert.Contains("portable", Refused(2, "compile", network, "--profile", "magic", "-o", folder.File("a.tml")));
        Refused(3, "compile", network, "-o", folder.File("no/such/folder.tml"));
        Assert.Empty(folder.Names());
    }

    private static string Refused(int exit, params string[] arguments)
    {
        Tool.Result result = Tool.Run(arguments);
        string what = $"{string.Join(' ', arguments)}\n{result.Output}\n{result.Error}";
        Assert.True(result.Exit == exit, what);
        string[] lines = result.Error.TrimEnd().Split('\n');
        string sentence = lines[^1];
        Assert.True(sentence.StartsWith($"error {exit}: ", StringComparison.Ordinal), what);
        Assert.True(sentence.TrimEnd().EndsWith('.') || sentence.Contains(". '", StringComparison.Ordinal), what);
        Assert.DoesNotContain("   at ", result.Error);
        Assert.DoesNotContain("Exception", result.Error);
        return sentence;
    }
}
