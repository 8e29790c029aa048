using System.CommandLine;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Models;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml inspect MODEL.tml</c>: every byte that the model needs, before flashing.</summary>
internal static class InspectCommand
{
    internal static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<bool> json = Arguments.Json();
        Option<string> svg = new("--svg") { Description = "also draw the arena over time into this SVG file" };
        Command command = new("inspect", "Show operators, arena, flash, labels of a model.") { model, svg, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            ModelFile file = ModelLoader.Load(path).File;
            if (parsed.GetValue(svg) is { } drawing)
            {
                Files.WriteText(drawing, ArenaSvg.Draw(file));
            }

            ModelReport.Write(file, path, parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }
}
