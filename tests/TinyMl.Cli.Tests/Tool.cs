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

    internal static Result Run(string? input, string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "tinyml.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["TINYML_ROOT"] = SharedData.Repository;
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
