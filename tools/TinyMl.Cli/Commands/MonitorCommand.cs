using System.CommandLine;

namespace TinyMl.Cli.Commands;

internal static class MonitorCommand
{
    internal static Command Create() => new("monitor", "pending");
}
