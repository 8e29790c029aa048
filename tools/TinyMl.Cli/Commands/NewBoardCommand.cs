using System.CommandLine;
using Spectre.Console;
using TinyMl.Boards;
using TinyMl.Boards.Documents;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml new-board NAME</c>: a folder for a board, made from the one that is most like it.</summary>
internal static class NewBoardCommand
{
    internal static Command Create()
    {
        Argument<string> name = new("name") { Description = "the name its maker gives it" };
        Option<string> like = new("--like") { Description = "the board that is most like it ('tinyml boards' lists them)" };
        Option<string> target = new("--target", "-t") { Description = "nanoFramework's target" };
        Option<int?> arena = new("--arena") { Description = "bytes of the arena" };
        Option<int?> bus = new("--bus") { Description = "I2C bus of the sensor" };
        Option<string> sda = new("--sda") { Description = "I2C data pin, as GPIO21, PB9 or GP4" };
        Option<string> scl = new("--scl") { Description = "I2C clock pin" };
        Option<string> log = new("--log") { Description = "serial port of the log, as COM2" };
        Option<string> tx = new("--tx") { Description = "its output pin" };
        Option<string> rx = new("--rx") { Description = "its input pin" };
        Option<string> where = new("--folder", "-o") { Description = "where to make it; default: boards/ of the checkout, else the current folder" };
        Command command = new("new-board", "Make the folder of a new board out of a similar one.")
        {
            name, like, target, arena, bus, sda, scl, log, tx, rx, where,
        };
        command.SetAction(parsed =>
        {
            Board other = BoardCatalog.Find(Workspace.Boards, parsed.GetValue(like) ?? AskLike(BoardCatalog.All(Workspace.Boards)));
            Board board = NewBoard.Like(other, new NewBoard.Answers
            {
                Name = parsed.GetRequiredValue(name),
                Target = parsed.GetValue(target) ?? Ask("nanoFramework target", other.Targets[0].Name),
                ArenaBytes = parsed.GetValue(arena),
                Bus = parsed.GetValue(bus),
                Sda = parsed.GetValue(sda) ?? Ask("I2C data pin", other.Imu.Sda),
                Scl = parsed.GetValue(scl) ?? Ask("I2C clock pin", other.Imu.Scl),
                Port = parsed.GetValue(log) ?? Ask("serial port of the log", other.Log.Port),
                Tx = parsed.GetValue(tx) ?? Ask("its output pin", other.Log.Tx),
                Rx = parsed.GetValue(rx) ?? Ask("its input pin", other.Log.Rx),
            });
            string folder = parsed.GetValue(where) ?? (Workspace.IsCheckout ? Workspace.OwnBoards : Directory.GetCurrentDirectory());
            string own = Path.Combine(folder, board.Id);
            if (Directory.Exists(own))
            {
                throw new UserError(ExitCode.Usage, $"There is a board {board.Id} already: choose another name.");
            }

            Directory.CreateDirectory(own);
            Files.WriteText(Path.Combine(own, BoardCatalog.FileName), BoardCatalog.Write(board));
            Files.WriteText(Path.Combine(own, "README.md"), NewReadme.Write(board));
            bool among = Workspace.IsCheckout && folder == Workspace.OwnBoards;
            foreach ((string path, string text) in among
                ? BoardDocuments.All(folder, BoardCatalog.All(folder))
                : BoardDocuments.Of(folder, board))
            {
                Files.WriteText(path, text);
            }

            Console.WriteLine(
                $"Made {own}. Look up every number of {BoardCatalog.FileName} whose source says 'copied'"
                + (among ? ", then run 'tinyml boards --write'." : $"; other commands take '--board {own}'."));
            return (int)ExitCode.Success;
        });
        return command;
    }

    // People are asked, programs and pipes get the similar board's value.
    private static string? Ask(string what, string usual) => CanAsk
        ? AnsiConsole.Prompt(new TextPrompt<string>($"{what}:").DefaultValue(usual))
        : null;

    private static string AskLike(Board[] boards) => CanAsk
        ? AnsiConsole.Prompt(new SelectionPrompt<string>()
            .Title("Which board is most like it?")
            .AddChoices(boards.Select(board => board.Id)))
        : throw new UserError(ExitCode.Usage, $"Name the board that is most like it with --like: {string.Join(", ", boards.Select(board => board.Id))}.");

    private static bool CanAsk => !Console.IsInputRedirected && !Console.IsOutputRedirected;
}
