using System.CommandLine;

namespace TinyMl.Cli.Commands;

internal static class TrainCommand
{
    internal static Command Create() => new("train", "pending");
}
