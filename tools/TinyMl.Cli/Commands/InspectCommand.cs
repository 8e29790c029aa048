using System.CommandLine;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml inspect MODEL.tml</c>: every byte that the model needs, before flashing.</summary>
internal static class InspectCommand
{
    internal static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<bool> json = Arguments.Json();
        Option<string> svg = new("--svg") { Description = "also draw the arena over time into this SVG file" };
        Option<bool> learn = new("--learn") { Description = "show what the device trains: schedule and memory, by operator" };
        Option<string?> target = new("--target")
        {
            Description = $"the core whose instructions are predicted: {string.Join(", ", Targets.Predicted)}; default: one that has the model's profile",
        };
        Command command = new("inspect", "Show operators, arena, flash, predicted instructions, labels of a model.") { model, target, svg, learn, json };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            (byte[] bytes, ModelFile file) = ModelLoader.Load(path);
            if (parsed.GetValue(svg) is { } drawing)
            {
                Files.WriteText(drawing, ArenaSvg.Draw(file, new MemoryReport(file, NativeEngine.ScratchBytes(bytes))));
            }

            if (!parsed.GetValue(learn))
            {
                ModelReport.Write(bytes, path, Targets.MeasuredFor(file.Profile, parsed.GetValue(target)), parsed.GetValue(json));
            }
            else if (file.Learning is not null)
            {
                LearningReport.Write(file, parsed.GetValue(json));
            }
            else
            {
                throw new UserError(
                    ExitCode.Content, $"{path} does not learn: compile it with --learn and say what the device shall train.");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }
}
