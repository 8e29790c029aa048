using System.CommandLine;

namespace TinyMl.Cli.Commands;

/// <summary>Arguments and options that several commands share.</summary>
internal static class Arguments
{
    internal static Argument<string> Model() => new("model") { Description = "a compiled model (.tml)" };

    internal static Option<bool> Json() => new("--json") { Description = "print one JSON document in place of tables" };

    internal static Option<string> Board() => new("--board", "-b")
    {
        Description = "a folder of boards/ ('tinyml boards' lists them), or the path of a board.json",
        Required = true,
    };

    internal static Option<string> BoardTarget() => new("--target", "-t")
    {
        Description = "the nanoFramework target, where the board has several; default: the first",
    };

    internal static Option<string> Output(string description) => new("--output", "-o") { Description = description };

    internal static Option<uint> Seed(uint value) => new("--seed")
    {
        Description = "same seed, same result",
        DefaultValueFactory = _ => value,
    };
}
