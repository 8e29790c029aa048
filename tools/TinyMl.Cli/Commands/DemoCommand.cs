using System.CommandLine;

namespace TinyMl.Cli.Commands;

internal static class DemoCommand
{
    internal static Command Create() => new("demo", "pending");
}
