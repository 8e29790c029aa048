using System.CommandLine;
using System.Diagnostics;
using System.Xml.Linq;
using Spectre.Console;
using TinyMl.Bench;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml test</c>: builds and runs every test project; the last line is "N passed, N failed, N skipped".</summary>
internal static class TestCommand
{
    internal static Command Create()
    {
        Option<string> filter = new("--filter") { Description = "run only tests whose full name contains this" };
        Option<bool> slow = new("--slow") { Description = "also run the long sweeps" };
        Command command = new("test", "Run all tests.") { filter, slow };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(filter), parsed.GetValue(slow), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string? filter, bool slow, CancellationToken cancel)
    {
        string root = Workspace.Root;
        await ProvideToolsAsync(cancel);
        Console.WriteLine("Building the tests ...");
        (int built, string log) = await DotnetAsync(
            ["build", Path.Combine(root, "TinyMlFirmware.sln"), "-c", "Release", "-v", "quiet", "-nologo"], slow, cancel);
        if (built != 0)
        {
            Console.Error.WriteLine(log);
            throw new UserError(ExitCode.Failed, "The tests do not build: the compiler's messages stand above.");
        }

        string results = Path.Combine(root, "artifacts", "test-results");
        if (Directory.Exists(results))
        {
            Directory.Delete(results, recursive: true);
        }

        Table table = Report.Table("tests", "passed", "failed", "skipped", "seconds");
        Tally total = default;
        List<string> details = [];
        foreach (string project in Directory.GetDirectories(Path.Combine(root, "tests"), "*.Tests").Order())
        {
            string name = Path.GetFileName(project);
            Console.WriteLine($"Running {name} ...");
            Stopwatch watch = Stopwatch.StartNew();
            List<string> arguments =
            [
                "test", project, "-c", "Release", "--no-build", "-nologo", "-v", "quiet",
                "--logger", $"trx;LogFileName={name}.trx", "--results-directory", results,
            ];
            if (filter is not null)
            {
                arguments.AddRange(["--filter", $"FullyQualifiedName~{filter}"]);
            }

            (int exit, string output) = await DotnetAsync(arguments, slow, cancel);
            Tally tally = Read(Path.Combine(results, name + ".trx"), details);
            if (exit != 0 && tally.Failed == 0)
            {
                // The run itself broke: a crash counts as a failure, never as silence.
                tally = tally with { Failed = 1 };
                details.Add($"failed   {name}: the test run ended with code {exit}\n{Tail(output)}");
            }

            total = total.Plus(tally);
            table.AddRow(
                name,
                Report.Number(tally.Passed),
                Report.Number(tally.Failed),
                Report.Number(tally.Skipped),
                watch.Elapsed.TotalSeconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        foreach (string detail in details)
        {
            Console.WriteLine(detail);
        }

        Console.WriteLine($"{total.Passed} passed, {total.Failed} failed, {total.Skipped} skipped");
        return (int)(total.Failed == 0 && total.Passed > 0 ? ExitCode.Success : ExitCode.Failed);
    }

    // Emulators, cross compilers and the fuzzer; tests that lack theirs are skipped, and say so.
    private static async Task ProvideToolsAsync(CancellationToken cancel)
    {
        try
        {
            await FuzzTools.ProvideAsync(Console.WriteLine, cancel);
            await Toolchain.ProvideAsync(BenchTarget.All, Console.WriteLine, cancel);
        }
        catch (BenchException error)
        {
            Console.WriteLine(error.Message);
        }
    }

    private static Tally Read(string trx, List<string> details)
    {
        if (!File.Exists(trx))
        {
            return default;
        }

        Tally tally = default;
        XNamespace ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
        foreach (XElement result in XDocument.Load(trx).Descendants(ns + "UnitTestResult"))
        {
            string name = (string)result.Attribute("testName")!;
            switch ((string)result.Attribute("outcome")!)
            {
                case "Passed":
                    tally = tally with { Passed = tally.Passed + 1 };
                    break;
                case "NotExecuted":
                    tally = tally with { Skipped = tally.Skipped + 1 };
                    details.Add($"skipped  {name}: {(string?)result.Descendants(ns + "Message").FirstOrDefault() ?? "no reason given"}");
                    break;
                default:
                    tally = tally with { Failed = tally.Failed + 1 };
                    details.Add($"failed   {name}\n{(string?)result.Descendants(ns + "Message").FirstOrDefault()}\n{(string?)result.Descendants(ns + "StackTrace").FirstOrDefault()}");
                    break;
            }
        }

        return tally;
    }

    private static string Tail(string text) => string.Join('\n', text.TrimEnd().Split('\n').TakeLast(20));

    private static async Task<(int Exit, string Output)> DotnetAsync(
        IEnumerable<string> arguments, bool slow, CancellationToken cancel)
    {
        ProcessStartInfo start = new(Workspace.Dotnet, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TINYML_SLOW"] = slow ? "1" : "0";
        using Process process = Process.Start(start)!;
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        Task<string> errors = process.StandardError.ReadToEndAsync(cancel);
        string output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, output + await errors);
    }

    private readonly record struct Tally(int Passed, int Failed, int Skipped)
    {
        internal Tally Plus(Tally other) =>
            new(Passed + other.Passed, Failed + other.Failed, Skipped + other.Skipped);
    }
}
