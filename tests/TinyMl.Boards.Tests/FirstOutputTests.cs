using System.Text.RegularExpressions;
using TinyMl.VirtualBoard;

namespace TinyMl.Boards.Tests;

/// <summary>The lines that a board's README lets its reader expect are those that the firmware prints, with the board's arena.</summary>
public partial class FirstOutputTests
{
    public static TheoryData<string> Ids => OwnBoards.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void Expected_Lines_Are_Those_Of_The_Firmware(string id)
    {
        Board board = OwnBoards.Named(id);
        string page = File.ReadAllText(Path.Combine(OwnBoards.Folder, id, "README.md"));
        string[][] expected = [.. Expected().Matches(page).Select(block => block.Groups[2].Value.Trim().Split('\n'))];
        Assert.Equal(board.Targets.Length, expected.Length);
        Assert.All(Expected().Matches(page), block => Assert.Equal(board.Log.Port, block.Groups[1].Value));
        foreach ((BoardTarget target, string[] lines) in board.Targets.Zip(expected))
        {
            using VirtualBoardHost host = new(new VirtualBoardOptions { Model = OwnBoards.Model, ArenaBytes = target.Arena.Bytes });
            host.RunFor(TimeSpan.FromSeconds(1));
            string[] printed = [.. host.TakeLines().Take(lines.Length)];
            Assert.Equal(lines.Length, printed.Length);
            Assert.All(lines.Zip(printed), pair => Assert.Matches(
                "^" + Regex.Escape(pair.First.Trim()).Replace(@"\.\.\.", @"\S+") + "$", pair.Second));
        }
    }

    [GeneratedRegex(@"The board's first lines are then, at (COM\d):\n\n((?:    .*\n)+)")]
    private static partial Regex Expected();
}
