using System.ComponentModel;
using System.Diagnostics;

namespace TinyMl.Bench;

/// <summary>Runs other programs.</summary>
public static class Tool
{
    /// <summary>What a program left behind.</summary>
    internal readonly record struct Outcome(int Exit, string Output, string Errors);

    /// <summary>The full path of a program; null: it is not installed.</summary>
    public static string? Find(string program)
    {
        string[] extensions = OperatingSystem.IsWindows() ? [".exe", string.Empty] : [string.Empty];
        return (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => extensions.Select(extension => Path.Combine(folder, program + extension)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Runs a program to its end; it reads nothing.</summary>
    internal static async Task<Outcome> RunAsync(
        string program, IEnumerable<string> arguments, string folder, TimeSpan limit, CancellationToken cancel)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        stop.CancelAfter(limit);
        using Process process = Start(start);
        process.StandardInput.Close();
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(stop.Token);
            string output = await process.StandardOutput.ReadToEndAsync(stop.Token);
            await process.WaitForExitAsync(stop.Token);
            return new Outcome(process.ExitCode, output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            throw new BenchException(
                BenchFailure.Timeout,
                FormattableString.Invariant(
                    $"{Path.GetFileName(program)} was stopped after {limit.TotalSeconds:0.###} s: the model is too large to emulate in that time, or the program hangs."));
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
            throw new BenchException(BenchFailure.ToolsMissing, $"{start.FileName} cannot be started: {error.Message}.");
        }
    }
}
