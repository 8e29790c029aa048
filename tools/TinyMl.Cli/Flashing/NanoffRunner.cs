using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using TinyMl.Bench;
using TinyMl.Boards.Flashing;

namespace TinyMl.Cli.Flashing;

/// <summary>Finds and calls nanoff, nanoFramework's own flashing tool.</summary>
internal sealed class NanoffRunner
{
    private const string Install =
        "install it with 'dotnet tool install -g nanoff' and run this again, or use --dry-run to see what it would be told";

    private readonly string _program;

    private NanoffRunner(string program)
    {
        _program = program;
    }

    internal static NanoffRunner Find(string? given)
    {
        string program = OperatingSystem.IsWindows() ? "nanoff.exe" : "nanoff";
        string installed = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools", program);
        string? found = given is not null
            ? (File.Exists(given) ? given : null)
            : Tool.Find("nanoff") ?? (File.Exists(installed) ? installed : null);
        return found is not null
            ? new NanoffRunner(found)
            : throw new UserError(ExitCode.File, given is not null
                ? $"There is no nanoff at {given}: check the path."
                : $"nanoff is missing: {Install}.");
    }

    internal async Task RunAsync(NanoffStep step, bool quiet, CancellationToken cancel)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("tinyml-flash-");
        try
        {
            string[] arguments = [.. step.Arguments];
            if (step.DeployFile is { } deploy)
            {
                string path = Path.Combine(folder.FullName, NanoffStep.DeployPlaceholder);
                await File.WriteAllTextAsync(path, deploy, cancel);
                arguments[Array.IndexOf(arguments, NanoffStep.DeployPlaceholder)] = path;
            }

            if (!quiet)
            {
                Console.WriteLine($"── {step.Title}: {step.CommandLine}");
            }

            (int exit, string output) = await StartAsync(arguments, quiet, cancel);
            NanoffOutcome outcome = NanoffOutcome.Of(exit, output);
            if (!outcome.Done)
            {
                throw new UserError(ExitCode.Failed, outcome.Sentence);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<(int Exit, string Output)> StartAsync(string[] arguments, bool quiet, CancellationToken cancel)
    {
        ProcessStartInfo start = new(_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Start(start);
        using CancellationTokenRegistration kill = cancel.Register(() => process.Kill(entireProcessTree: true));
        StringBuilder output = new();
        await Task.WhenAll(
            RelayAsync(process.StandardOutput, output, quiet ? TextWriter.Null : Console.Out),
            RelayAsync(process.StandardError, output, Console.Error));
        await process.WaitForExitAsync(CancellationToken.None);
        cancel.ThrowIfCancellationRequested();
        return (process.ExitCode, output.ToString());
    }

    // Piece by piece, for nanoff shows its progress within a line.
    private static async Task RelayAsync(StreamReader from, StringBuilder all, TextWriter to)
    {
        char[] piece = new char[256];
        for (int count; (count = await from.ReadAsync(piece)) > 0;)
        {
            await to.WriteAsync(piece.AsMemory(0, count));
            lock (all)
            {
                all.Append(piece, 0, count);
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new UserError(ExitCode.File, $"{start.FileName} cannot be started: {error.Message}.");
        }
    }
}
