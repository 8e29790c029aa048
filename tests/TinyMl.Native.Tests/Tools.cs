using System.Diagnostics;
using TinyMl.Tests.Shared;

namespace TinyMl.Native.Tests;

/// <summary>Programs that the tests call.</summary>
internal static class Tools
{
    public static string Native { get; } = Path.Combine(SharedData.Repository, "native-interop");

    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".exe")));

    /// <summary>Runs a program to its end; the exit code and everything it wrote.</summary>
    public static (int Code, string Output) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }
}

/// <summary>A fact that needs a program; reported as skipped where it is absent.</summary>
internal sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(string program)
    {
        if (!Tools.Exists(program))
        {
            Skip = $"The program {program} is absent.";
        }
    }
}

/// <summary>The same for a theory.</summary>
internal sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(string program)
    {
        if (!Tools.Exists(program))
        {
            Skip = $"The program {program} is absent.";
        }
    }
}
