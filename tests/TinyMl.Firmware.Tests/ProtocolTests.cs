using System.Text;
using System.Text.RegularExpressions;
using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>What the firmware prints against what PROTOCOL.md says, and the other way round.</summary>
public class ProtocolTests
{
    private static readonly IReadOnlyList<Regex> Grammar = Repository.Grammar();

    [Fact]
    public void Every_Line_Is_Short_Ascii_And_Documented_And_Every_Documented_Line_Occurs()
    {
        List<string> lines = [];
        using (VirtualBoardHost board = Boards.Make(o =>
        {
            o.Motion = new Shakes((2, 2, 0.24), (5, 2, 0.24), (8, 0, 4), (11, 1, 4), (20, 2, 4));
            o.SensorNoise = 5;
            o.Faults.Add(new I2cFault(I2cFaultKind.Unplugged, 13_000_000, 3_000_000));
        }))
        {
            lines.AddRange(Lesson.Confirmed.Teach(board));
            lines.AddRange(board.Lines(5));
            foreach (string command in Commands())
            {
                lines.Add(board.Ask(command)!);
                lines.AddRange(board.Lines(0.7));
            }

            lines.AddRange(board.Import(lines.Starting("TML:"), replace: true));

            lines.AddRange(board.Lines(4));
        }

        Assert.True(lines.Count > 500);
        Assert.All(lines, AssertDocumented);
        Assert.All(Grammar, rule => Assert.True(lines.Any(l => rule.IsMatch(l)), $"Nothing prints {rule}."));
    }

    [Fact]
    public void Each_Command_Is_Answered_By_Exactly_One_Line()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((1, 0)));
        board.RunFor(3);
        board.Send("metrics off");
        board.RunFor(0.2);
        board.TakeLines();
        foreach (string command in Commands().Where(c => !c.StartsWith("capture on", StringComparison.Ordinal)))
        {
            board.Send(command);
            string[] answers = board.Lines(0.5).Where(l => l.StartsWith("ok", StringComparison.Ordinal) || l.StartsWith("err ", StringComparison.Ordinal)).ToArray();
            Assert.True(answers.Length == 1, $"{command}: {string.Join(" | ", answers)}");
        }
    }

    [Fact]
    public void The_Table_Tells_The_Answers()
    {
        // The examples in the table are lines of the grammar, and the first words are those that really come.
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((2, 2, 0.24), (5, 2, 0.24), (8, 0, 4)));
        Lesson.Confirmed.Teach(board);
        board.RunFor(3);
        foreach ((string command, string example) in Table())
        {
            string answer = board.Ask(command.Replace("NAME", "roll").Replace(" N", " 0"))!;
            string start = example.Split('=')[0].Replace(" ...", "");
            Assert.StartsWith(start, answer);
            if (!example.EndsWith("...", StringComparison.Ordinal))
            {
                AssertDocumented(example);
            }

            board.Send("capture off");
            board.RunFor(0.3);
            board.TakeLines();
        }
    }

    [Fact]
    public void Help_Names_Every_Command()
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(1);
        string help = board.Ask("help") + " " + board.Ask("help more") + " " + board.Ask("help patch");
        Assert.All(Table(), t => Assert.Contains(t.Command.Split(' ')[0], help));
    }

    [Theory]
    [InlineData("nonsense", Status.Command)]
    [InlineData("labels roll", Status.Command)]
    [InlineData("metrics", Status.CommandArgument)]
    [InlineData("metrics loud", Status.CommandArgument)]
    [InlineData("capture", Status.CommandArgument)]
    [InlineData("adapt perhaps", Status.CommandArgument)]
    [InlineData("label", Status.CommandArgument)]
    [InlineData("label jump", Status.Label)]
    [InlineData("label 4", Status.Label)]
    [InlineData("label -1", Status.Label)]
    [InlineData("label 99999999999999999999", Status.Label)]
    [InlineData("class", Status.Label)]
    [InlineData("class 4", Status.Label)]
    [InlineData("caf\u00e9", Status.CommandBytes)]
    [InlineData("sta\u0007tus", Status.CommandBytes)]
    [InlineData("status                                                                            x", Status.CommandLength)]
    public void A_Wrong_Command_Is_Refused_With_Number_And_Sentence(string command, int status)
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(1);
        Assert.Equal("err " + Boards.Error(status), board.Ask(command));
        Assert.StartsWith("ok t=", board.Ask("status"));
    }

    [Fact]
    public void Garbage_On_The_Line_Breaks_Nothing()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((2, 1)));
        MemoryTransport port = new();
        using VirtualBoardHost noisy = Boards.Make(o => (o.Serial, o.Motion) = (port, new Shakes((2, 1))));
        Random random = new(11);
        for (int i = 0; i < 200; i++)
        {
            byte[] noise = new byte[random.Next(40)];
            random.NextBytes(noise);
            port.Send(noise);
            noisy.RunFor(0.02);
        }

        port.Send("\n"u8.ToArray());
        noisy.RunFor(1);
        Assert.StartsWith("ok t=", noisy.Ask("status"));
        board.RunFor(5);
        string[] lines = noisy.TakeLines();
        Assert.Equal(board.TakeLines().Starting("event "), lines.Starting("event "));
        Assert.All(lines, AssertDocumented);
    }

    [Fact]
    public void Labels_Are_Found_By_Name_First_And_Then_By_Number()
    {
        byte[] model = TestModel.Make(TestModel.Default with { Labels = ["2", "two words", "yaw", "nothing"] });
        using VirtualBoardHost board = Boards.Make(o => o.Model = model);
        board.RunFor(1);
        Assert.Equal("ok class=0 of=4 label=2", board.Ask("class 2"));
        Assert.Equal("ok class=1 of=4 label=two words", board.Ask("CLASS two words "));
        Assert.Equal("ok class=1 of=4 label=two words", board.Ask("class 1"));
        Assert.Equal("ok class=3 of=4 label=nothing", board.Ask("class 03"));
    }

    [Fact]
    public void Metrics_Are_Those_That_Were_Asked_For()
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(2);
        Assert.Equal("ok metrics=off", board.Ask("metrics off"));
        board.TakeLines();
        Assert.Empty(board.Lines(3).Starting(">"));
        Assert.Equal("ok metrics=all", board.Ask("metrics all"));
        board.TakeLines();
        string[] all = board.Lines(2);
        Assert.All(TestModel.Labels, l => Assert.InRange(all.Starting($">score_{l}:").Length, 18, 21));
        Assert.Equal("ok metrics=on", board.Ask("metrics on"));
        board.TakeLines();
        string[] on = board.Lines(2);
        Assert.Empty(on.Starting(">score_"));
        Assert.InRange(on.Starting(">class:").Length, 18, 21);
        Assert.InRange(on.Starting(">windows:").Length, 1, 2);
    }

    private static IEnumerable<string> Commands() => Table()
        .Select(t => t.Command.Replace("NAME", "roll").Replace(" N", " 0"))
        .Append("help more").Append("help patch").Append("nonsense").Append("label").Append("capture off");

    private static IEnumerable<(string Command, string Answer)> Table()
    {
        foreach (Match row in Regex.Matches(Repository.Read("firmware", "PROTOCOL.md"), "^\\| (`[a-z][^|]*`) \\| `(ok[^`]*)` \\|", RegexOptions.Multiline))
        {
            string first = row.Groups[1].Value.Split('`')[1];
            foreach (Match command in Regex.Matches(row.Groups[1].Value, "`([^`]+)`"))
            {
                string text = command.Groups[1].Value;
                string full = text.Contains(' ') || text == first ? text : $"{first.Split(' ')[0]} {text}";
                string answer = row.Groups[2].Value;
                yield return (full, full == "capture off" ? "ok capture=off" : answer);
            }
        }
    }

    private static void AssertDocumented(string line)
    {
        Assert.InRange(line.Length, 1, 80);
        Assert.All(line, c => Assert.True(c is '\t' or (>= ' ' and <= '~'), line));
        Assert.True(Grammar.Any(rule => rule.IsMatch(line)), $"PROTOCOL.md does not tell of: {line}");
    }
}
