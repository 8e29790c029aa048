using System.Diagnostics;
using System.Text.Json.Nodes;
using TinyMl.Tests.Shared;

namespace TinyMl.Cli.Tests;

/// <summary>Runs the command-line tool as a user does, in a process of its own.</summary>
internal static class Tool
{
    internal sealed record Result(int Exit, string Output, string Error)
    {
        internal JsonNode Json => JsonNode.Parse(Output)!;
    }

    internal static Result Run(params string[] arguments) => Run(null, arguments);

    /// <param name="input">What is typed.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="environment">Variables that differ from this process's; null: absent.</param>
    internal static Result Run(string? input, string[] arguments, params (string Name, string? Value)[] environment) =>
        Start("dotnet", "tinyml.dll", input, arguments, environment);

    /// <summary>Runs the tool by a given dotnet, so that PATH may be anything.</summary>
    internal static Result RunWith(string dotnet, string[] arguments, params (string Name, string? Value)[] environment) =>
        Start(dotnet, "tinyml.dll", null, arguments, environment);

    /// <summary>Runs another program of the test's folder.</summary>
    internal static Result RunAssembly(string assembly, string[] arguments, params (string Name, string? Value)[] environment) =>
        Start("dotnet", assembly, null, arguments, environment);

    private static Result Start(
        string dotnet, string assembly, string? input, string[] arguments, (string Name, string? Value)[] environment)
    {
        ProcessStartInfo start = new(dotnet, [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TINYML_ROOT"] = SharedData.Repository;
        foreach ((string name, string? value) in environment)
        {
            start.Environment.Remove(name);
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            process.StandardInput.Write(input);
        }

        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Result(process.ExitCode, output, error.Result);
    }

    /// <summary>The gesture model that comes with the repository.</summary>
    internal static string Model => Path.Combine(SharedData.Repository, "models", "gesture-digits", "gesture-digits.tml");
}
