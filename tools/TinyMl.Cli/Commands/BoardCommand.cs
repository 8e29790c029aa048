using System.CommandLine;

namespace TinyMl.Cli.Commands;

internal static class BoardCommand
{
    internal static Command Create() => new("board", "pending");
}
