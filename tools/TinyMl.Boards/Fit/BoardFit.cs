using System.Globalization;
using TinyMl.Compiler.Models;

namespace TinyMl.Boards.Fit;

/// <summary>Whether a model fits a board, with every number.</summary>
public sealed record BoardFit
{
    private BoardFit()
    {
    }

    /// <summary>The board.</summary>
    public required Board Board { get; init; }

    /// <summary>The firmware build.</summary>
    public required BoardTarget Target { get; init; }

    /// <summary>The model.</summary>
    public required ModelNeeds Model { get; init; }

    /// <summary>The verdict: it runs on this board.</summary>
    public required bool Fits { get; init; }

    /// <summary>It also learns there.</summary>
    public required bool Learns { get; init; }

    /// <summary>The arena to recognise.</summary>
    public required FitCheck Arena { get; init; }

    /// <summary>The arena to learn as well; null: the model does not learn.</summary>
    public required FitCheck? LearnArena { get; init; }

    /// <summary>The ways into the board.</summary>
    public required IReadOnlyList<LoadPath> Paths { get; init; }

    /// <summary>What hinders it, a sentence each; empty where it fits.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What else to know, a sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Compares a model with a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="target">One of its targets.</param>
    /// <param name="model">The model's needs.</param>
    /// <param name="applicationBytes">The deployed application without the model; null: not known.</param>
    public static BoardFit Of(Board board, BoardTarget target, ModelNeeds model, long? applicationBytes = null)
    {
        FitCheck arena = FitCheck.Of("arena to recognise", model.ArenaBytes, target.Arena.Bytes, target.Arena.Memory);
        FitCheck? learn = model.LearnArenaBytes == 0
            ? null
            : FitCheck.Of("arena to recognise and learn", model.LearnArenaBytes, target.Arena.Bytes, target.Arena.Memory);
        LoadPath[] paths =
        [
            Resource(board, model, applicationBytes),
            InFile(board, target, model),
            CompiledIn(board, model),
        ];

        List<string> reasons = [];
        if (!Profiles.Runs(board, model.Profile))
        {
            reasons.Add($"The firmware for {board.Id} has no kernels for profile {ProfileName.Of(model.Profile)}: compile it with --board {board.Id}.");
        }

        if (model.MissingSensor(board) is { } missing)
        {
            reasons.Add(missing);
        }

        if (!arena.Holds)
        {
            reasons.Add(FormattableString.Invariant(
                $"It needs {arena.Needed:N0} B of arena and {target.Name} keeps {arena.Limit:N0} B: use a smaller model or a board with more."));
        }

        if (paths.All(path => path.Possible == false))
        {
            reasons.Add("It finds no room in flash: use a smaller model or a board with more.");
        }

        return new BoardFit
        {
            Board = board,
            Target = target,
            Model = model,
            Fits = reasons.Count == 0,
            Learns = reasons.Count == 0 && learn is { Holds: true },
            Arena = arena,
            LearnArena = learn,
            Paths = paths,
            Reasons = reasons,
            Notes = NotesOn(board, model, learn).ToArray(),
        };
    }

    private static LoadPath Resource(Board board, ModelNeeds model, long? applicationBytes)
    {
        FitCheck flash = FitCheck.Of(
            "in the application: flash", model.ModelBytes + (applicationBytes ?? 0), board.Flash.Deployment.Bytes, "flash for the application");
        return new LoadPath(
            "resource",
            flash.Holds,
            [flash],
            applicationBytes is null
                ? "in place, in the application; the application itself comes on top (--app tells how much)"
                : "in place, in the application, the application included");
    }

    private static LoadPath CompiledIn(Board board, ModelNeeds model)
    {
        FitCheck flash = FitCheck.Of(
            "compiled in: flash", model.ModelBytes, board.Flash.Firmware.Bytes, "flash for the firmware, nanoCLR included");
        return new LoadPath(
            "firmware",
            flash.Holds ? null : false,
            [flash],
            "in place, compiled in: the linker tells whether nanoCLR leaves the room");
    }

    private static LoadPath InFile(Board board, BoardTarget target, ModelNeeds model)
    {
        if (board.Flash.Files is not { } files)
        {
            return new LoadPath("file", false, [], "the board's firmware has no file system");
        }

        FitCheck drive = FitCheck.Of(
            "as a file: drive", LittleFs.BytesFor(model.ModelBytes, files.BlockBytes), files.Bytes, $"{files.Drive} with nothing else on it");
        FitCheck buffer = FitCheck.Of("as a file: RAM", model.ModelBytes, target.ModelBuffer.Bytes, target.ModelBuffer.Memory);
        return new LoadPath(
            "file",
            drive.Holds && buffer.Holds,
            [drive, buffer],
            target.ModelBuffer.Bytes == 0
                ? "a file is copied to RAM, and this firmware keeps none for it"
                : $"copied from {files.Drive}\\model.tml to RAM");
    }

    private static IEnumerable<string> NotesOn(Board board, ModelNeeds model, FitCheck? learn)
    {
        Profile profile = Profiles.For(board);
        if (board.Profile != ProfileName.Of(profile))
        {
            yield return $"{board.Id} wants profile {board.Profile}, which this version does not have: {ProfileName.Of(profile)} is used.";
        }
        else if (Profiles.Advice(board, model.Profile) is { } advice)
        {
            yield return advice;
        }

        if (learn is { Holds: false })
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"It recognises but cannot learn: that needs {learn.Needed - learn.Limit:N0} B more arena.");
        }

        if (board.RanOnHardware is null)
        {
            yield return "Not yet run on this board: the limits come from nanoFramework's sources (board.json names them).";
        }
    }
}
