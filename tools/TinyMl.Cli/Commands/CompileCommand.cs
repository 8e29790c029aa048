using System.CommandLine;
using TinyMl.Boards;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;
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
        Option<string?> profile = new("--profile")
        {
            Description = $"weight layouts and kernels: {ProfileName.All}; default: those of the target",
        };
        Option<string> target = new("--target")
        {
            Description = $"the core to compile for: {string.Join(", ", Targets.All)}",
            DefaultValueFactory = _ => Targets.Host,
        };
        Option<bool> winograd = new("--winograd")
        {
            Description = $"3x3 convolutions by Winograd's transform where that is faster: up to {WinogradBudget.MostScratch:N0} B more arena and 3.6 B of flash a weight, with --board no more than it has; profile {ProfileName.Of(Profile.CortexMDsp)}",
        };
        Option<string?> board = new("--board", "-b") { Description = "the board to compile for, in place of a target: the kernels of its core" };
        Option<string> learn = new("--learn")
        {
            Description = "what the device trains: head-bias, head, bias:K, bias:all, sparse:LAYER=RATIO,..., lite-residual or several joined by '+'; in place of the network's own",
        };
        Option<int?> shots = new("--shots") { Description = "capacity of the store of labelled shots, 1 to 1024; with --learn" };
        Option<string> frontEnd = new("--front-end")
        {
            Description = $"what makes the input, in place of the network's own: {string.Join(", ", AudioFrontEnd.Presets.Keys)}",
        };
        Option<string> labels = new("--labels") { Description = "the classes' names, separated by commas, in place of the network's own" };
        Option<bool> explain = new("--explain") { Description = "tell what each pass did, and count channels by what became of them" };
        Option<bool> json = Arguments.Json();
        Command command = new("compile", "Compile a network to a .tml model: quantise, plan the arena, prove the result.") 
        {
            network, output, target, profile, winograd, board, learn, shots, frontEnd, labels, explain, json,
        };
        command.SetAction(parsed =>
        {
            string source = parsed.GetRequiredValue(network);
            string destination = parsed.GetValue(output) ?? Path.ChangeExtension(source, ".tml");
            Board? chosen = parsed.GetValue(board) is { } id ? BoardCatalog.Find(Workspace.Boards, id) : null;
            if (chosen is not null && parsed.GetResult(target) is { Implicit: false })
            {
                throw new UserError(ExitCode.Usage, $"--board {chosen.Id} says which core it is: leave out --target.");
            }

            string core = chosen?.Core ?? parsed.GetRequiredValue(target);
            Profile layouts = Targets.ProfileOf(core);
            if (parsed.GetValue(profile) is { } name)
            {
                layouts = ProfileName.Find(name)
                    ?? throw new UserError(ExitCode.Usage, $"There is no profile '{name}': use {ProfileName.All}.");
            }

            (Graph graph, Pipeline pipeline) = Read(source);
            pipeline = WithLearning(pipeline, parsed.GetValue(learn), parsed.GetValue(shots));
            pipeline = WithFrontEnd(pipeline, parsed.GetValue(frontEnd));
            pipeline = parsed.GetValue(labels) is { } names ? pipeline with { Labels = names.Split(',') } : pipeline;
            CompiledModel compiled = ModelCompiler.Compile(
                graph, pipeline, layouts, Winograd(parsed.GetValue(winograd), chosen, layouts));
            ModelLoader.Prove(compiled.Bytes, destination);
            Files.WriteBytes(destination, compiled.Bytes);
            ModelReport.Write(
                compiled.Bytes,
                destination,
                Targets.MeasuredFor(layouts, core),
                parsed.GetValue(json),
                parsed.GetValue(explain) ? compiled : null);
            return (int)ExitCode.Success;
        });
        return command;
    }

    // The room that a board has; without one, all that there may be.
    private static WinogradBudget? Winograd(bool isWanted, Board? board, Profile profile) => !isWanted ? null
        : profile != Profile.CortexMDsp ? throw new UserError(
            ExitCode.Usage,
            $"--winograd needs the profile {ProfileName.Of(Profile.CortexMDsp)}: add --target cortex-m4 or --profile {ProfileName.Of(Profile.CortexMDsp)}.")
        : board is null ? new WinogradBudget()
        : new WinogradBudget(board.Target(null).Arena.Bytes, board.Flash.Deployment.Bytes);

    private static Pipeline WithFrontEnd(Pipeline pipeline, string? preset) => preset is null
        ? pipeline
        : AudioFrontEnd.Presets.TryGetValue(preset, out AudioFrontEnd? frontEnd)
            ? pipeline with { FrontEnd = frontEnd }
            : throw new UserError(
                ExitCode.Usage, $"There is no front end '{preset}': use one of {string.Join(", ", AudioFrontEnd.Presets.Keys)}.");

    private static Pipeline WithLearning(Pipeline pipeline, string? scheme, int? shots)
    {
        if (scheme is null && shots is not null && pipeline.Learning is null)
        {
            throw new UserError(ExitCode.Usage, "--shots needs a network that learns: say with --learn what is trained.");
        }

        LearningSettings settings = pipeline.Learning ?? new LearningSettings();
        return scheme is null && shots is null
            ? pipeline
            : pipeline with { Learning = settings with { Scheme = scheme ?? settings.Scheme, Shots = shots ?? settings.Shots } };
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
