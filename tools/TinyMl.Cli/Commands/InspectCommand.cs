using System.CommandLine;
using TinyMl.Cli.Rendering;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml inspect MODEL.tml</c>: every byte that the model needs, before flashing.</summary>
internal static class InspectCommand
{
    internal static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<bool> json = Arguments.Json();
        Command command = new("inspect", "Show operators, arena, flash, labels of a model.") { model, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            ModelReport.Write(ModelLoader.Load(path).File, path, parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }
}
