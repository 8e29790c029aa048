using Spectre.Console;
using TinyMl.Boards.Flashing;

namespace TinyMl.Cli.Flashing;

/// <summary>What <c>flash</c> tells before and after.</summary>
internal static class FlashReport
{
    internal static void Checked(
        FlashRequest request, FlashPackage package, IReadOnlyList<string> notes, IReadOnlyList<NanoffStep> steps, bool json, bool dryRun)
    {
        if (json)
        {
            Report.WriteJson(ToJson(request, package, notes, steps, dryRun));
            return;
        }

        Grid grid = new Grid().AddColumn().AddColumn();
        void Row(string name, string value) => grid.AddRow($"[grey]{name}[/]", Markup.Escape(value));
        Row("board", $"{request.Board.Name}, target {request.Target.Name}");
        if (package.Record is { } record)
        {
            Row("firmware", FormattableString.Invariant(
                $"abi {record.Abi:x8}, checksum {record.Checksum:x8}, arena {record.ArenaBytes:N0} B, model buffer {record.ModelBytes:N0} B"));
        }

        if (package.Application is { } application)
        {
            Row("application", FormattableString.Invariant(
                $"{application.Assemblies.Count} assemblies, {application.Bytes:N0} B, wants checksum {application.NativeChecksum:x8}"));
        }

        foreach ((string name, int arena, int bytes) in ModelsOf(package))
        {
            Row("model", FormattableString.Invariant($"{name}, arena {arena:N0} B, {bytes:N0} B"));
        }

        AnsiConsole.Write(grid);
        foreach (string note in notes)
        {
            Console.WriteLine("note: " + note);
        }

        if (dryRun)
        {
            foreach (NanoffStep step in steps)
            {
                Console.WriteLine(step.CommandLine);
                if (step.DeployFile is { } deploy)
                {
                    Console.WriteLine($"  {NanoffStep.DeployPlaceholder}: {deploy}");
                }
            }
        }
    }

    internal static void Done(FlashRequest request, bool json)
    {
        if (!json)
        {
            Console.WriteLine(
                $"Done. The board logs to {request.Board.Log.Port} ({request.Board.Log.Via}): tinyml monitor PORT shows it.");
        }
    }

    private static object ToJson(
        FlashRequest request, FlashPackage package, IReadOnlyList<string> notes, IReadOnlyList<NanoffStep> steps, bool dryRun) => new
    {
        board = request.Board.Id,
        target = request.Target.Name,
        dry_run = dryRun,
        firmware = package.Record,
        application = package.Application is { } application
            ? new { application.Bytes, application.NativeChecksum, assemblies = application.Assemblies.Select(a => a.Name) }
            : null,
        models = ModelsOf(package).Select(model => new { name = model.Name, arena_bytes = model.Arena, model_bytes = model.Bytes }),
        notes,
        steps = steps.Select(step => new { step.Title, step.Arguments, step.DeployFile }),
    };

    private static IEnumerable<(string Name, int Arena, int Bytes)> ModelsOf(FlashPackage package) =>
        (package.Application?.Models ?? []).Select(model => model.File)
        .Concat(package.Model is { } model ? [model] : [])
        .Select(model => (model.Name, model.ArenaBytes, model.Bytes));
}
