using System.CommandLine;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.TfLite;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml compile NETWORK -o MODEL.tml</c>: quantises, plans the arena, writes the model, proves it.</summary>
internal static class CompileCommand
{
    internal static Command Create()
    {
        Argument<string> network = new("network")
        {
            Description = "an int8 TensorFlow Lite model (.tflite) or a trained network (.json) that 'tinyml train' wrote",
        };
        Option<string> output = Arguments.Output("the model to write; default: the network's name with .tml");
        Option<string> profile = new("--profile")
        {
            Description = "weight layouts and kernels: portable",
            DefaultValueFactory = _ => "portable",
        };
        Option<string> target = new("--target")
        {
            Description = $"the core to compile for: {string.Join(", ", Targets.All)}",
            DefaultValueFactory = _ => Targets.Host,
        };
        Option<bool> explain = new("--explain") { Description = "tell what each pass did" };
        Option<bool> json = Arguments.Json();
        Command command = new("compile", "Compile a network to a .tml model: quantise, plan the arena, prove the result.") 
        {
            network, output, target, profile, explain, json,
        };
        command.SetAction(parsed =>
        {
            string source = parsed.GetRequiredValue(network);
            string destination = parsed.GetValue(output) ?? Path.ChangeExtension(source, ".tml");
            Targets.Check(parsed.GetRequiredValue(target));
            if (!Enum.TryParse(parsed.GetValue(profile), ignoreCase: true, out Profile layouts) || !Enum.IsDefined(layouts))
            {
                throw new UserError(ExitCode.Usage, $"There is no profile '{parsed.GetValue(profile)}': use portable.");
            }

            (Graph graph, Pipeline pipeline) = Read(source);
            CompiledModel compiled = ModelCompiler.Compile(graph, pipeline, layouts);
            ModelLoader.Prove(compiled.Bytes, destination);
            Files.WriteBytes(destination, compiled.Bytes);
            if (parsed.GetValue(explain))
            {
                // Beside the JSON document, not in it.
                compiled.Explanation.ToList().ForEach(Console.Error.WriteLine);
            }

            ModelReport.Write(new ModelFile(compiled.Bytes), destination, parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    internal static (Graph Graph, Pipeline Pipeline) Read(string source)
    {
        if (Path.GetExtension(source).Equals(".tflite", StringComparison.OrdinalIgnoreCase))
        {
            string name = Path.GetFileNameWithoutExtension(source);
            return (TfLiteImporter.Import(Files.ReadBytes(source), name[..Math.Min(name.Length, 31)]), new Pipeline());
        }

        (Graph graph, Pipeline pipeline) = GraphFile.Read(Files.ReadText(source), source);
        return (Quantizer.Quantize(graph, pipeline.FrontEnd?.InputQuantization), pipeline);
    }
}
