using System.CommandLine;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Training;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml train RECIPE</c>: trains, quantises, compiles, measures, and writes model, network and card.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        Argument<string> recipe = new("recipe") { Description = "a recipe.json" };
        Option<string> output = Arguments.Output("the model to write; default: the recipe's name with .tml beside it");
        Option<bool> measure = new("--measure") { Description = "train nothing: measure the network that lies there from before, compiled anew" };
        Option<bool> folds = new("--cross-validate") { Description = "also train a model for each fold of the recordings" };
        Option<bool> card = new("--card") { Description = "write the measured part of README.md beside the recipe" };
        Option<bool> json = Arguments.Json();
        Command command = new("train", "Train a model from a recipe.") { recipe, output, measure, folds, card, json };
        command.SetAction((parsed, cancel) => Task.Run(
            () => Run(
                parsed.GetRequiredValue(recipe),
                parsed.GetValue(output),
                parsed.GetValue(measure),
                parsed.GetValue(folds),
                parsed.GetValue(card),
                parsed.GetValue(json),
                cancel),
            cancel));
        return command;
    }

    private static int Run(
        string path, string? output, bool measure, bool crossValidate, bool card, bool json, CancellationToken cancel)
    {
        Recipe recipe = RecipeReader.ReadFile(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string model = output ?? Path.Combine(folder, recipe.Name + ".tml");
        (TrainedModel trained, string measured, object described) = recipe switch
        {
            GestureRecipe gestures => Gestures(gestures, measure, model, crossValidate, cancel),
            SpeechRecipe words when !crossValidate => Words(words, measure, model, cancel),
            _ => throw new UserError(
                ExitCode.Usage, "--cross-validate is for gestures: 'tinyml evaluate RECIPE' leaves each speaker out in turn."),
        };
        if (card)
        {
            string file = Path.Combine(folder, "README.md");
            Files.WriteText(file, CardWriter.Update(Files.ReadText(file), measured));
        }

        if (json)
        {
            Report.WriteJson(described);
        }
        else
        {
            ModelReport.Write(trained.Compiled.Bytes, model, Targets.MeasuredFor(Profile.Portable, null), json: false);
            Console.WriteLine(measured);
        }

        return (int)ExitCode.Success;
    }

    private static (TrainedModel Trained, string Measured, object Described) Gestures(
        GestureRecipe recipe, bool measure, string model, bool crossValidate, CancellationToken cancel)
    {
        TrainedModel? known = measure ? Kept(recipe, model) : null;
        Console.Error.WriteLine("Reading recordings, simulating writers ...");
        using TrainingData data = TrainingData.Prepare(recipe, Workspace.Shared);
        ProgressLine progress = new();
        TrainedModel trained = known
            ?? Trainer.Train(recipe, data.Examples(recipe.Recordings?.HeldAside), "train", progress, cancel);
        Keep(trained, model);

        RecordingScores? folds = crossValidate ? CrossValidation.Run(recipe, data, trained, progress, cancel) : null;
        Console.Error.WriteLine("Measuring ...");
        ModelEvaluation evaluation = ModelEvaluation.Of(recipe, data, trained, folds);
        return (trained, CardWriter.Measured(evaluation), Describe(evaluation, model));
    }

    private static (TrainedModel Trained, string Measured, object Described) Words(
        SpeechRecipe recipe, bool measure, string model, CancellationToken cancel)
    {
        Console.Error.WriteLine("Reading recordings, letting voices speak ...");
        using SpeechData data = SpeechData.Prepare(recipe, Workspace.Shared);
        TrainedModel trained = measure
            ? Kept(recipe, model, data.Heard)
            : Trainer.Train(recipe, data.Examples(null), "train", new ProgressLine(), cancel, data.Heard);
        Keep(trained, model);
        SpeechEvaluation evaluation = SpeechEvaluation.Of(recipe, data, trained);
        return (trained, SpeechCard.Measured(evaluation), Describe(evaluation, model));
    }

    // The network of an earlier training, with what the recipe puts around it today; the factory's shots too where there are examples.
    private static TrainedModel Kept(Recipe recipe, string model, IExampleSource? factory = null)
    {
        string file = Path.ChangeExtension(model, ".json");
        (Graph graph, Pipeline kept) = GraphFile.Read(Files.ReadText(file), file);
        if (graph.Inputs[0].Shape != recipe.Sensor.InputShape)
        {
            throw new UserError(ExitCode.Content, $"{file} takes other windows than the recipe makes: train it anew.");
        }

        QuantizationParameters input = recipe.Sensor.InputQuantization;
        Pipeline pipeline = recipe.Pipeline with
        {
            FactoryShots = factory is null
                ? kept.FactoryShots
                : FactorySet.Of(factory, recipe.Training.Epochs, graph, input, recipe.FactoryShotsPerClass),
        };
        return new TrainedModel(graph, graph, pipeline, ModelCompiler.Compile(Quantizer.Quantize(graph, input), pipeline));
    }

    private static void Keep(TrainedModel trained, string model)
    {
        ModelLoader.Prove(trained.Compiled.Bytes, model);
        Files.WriteBytes(model, trained.Compiled.Bytes);
        Files.WriteText(Path.ChangeExtension(model, ".json"), GraphFile.Write(trained.Calibrated, trained.Pipeline));
    }

    private static object Describe(ModelEvaluation evaluation, string model)
    {
        static object? Scores(RecordingScores? scores) => scores is null ? null : new
        {
            cases = scores.Float.Total,
            @float = scores.Float.Accuracy,
            int8 = scores.Quantized.Accuracy,
            detected = scores.Detected.Accuracy,
        };
        return new
        {
            model,
            id = evaluation.File.Id,
            arena_bytes = evaluation.File.ArenaBytes,
            learn_arena_bytes = evaluation.File.LearnArenaBytes,
            model_bytes = evaluation.File.Bytes,
            macs = evaluation.File.MultiplyAccumulates,
            held_aside = Scores(evaluation.HeldAside),
            cross_validation = Scores(evaluation.CrossValidation),
            simulated_writers = Scores(evaluation.Writers),
            false_activations_per_hour = evaluation.Idle.PerHour,
            personalization = evaluation.Personalization,
        };
    }

    private static object Describe(SpeechEvaluation evaluation, string model) => new
    {
        model,
        id = evaluation.File.Id,
        arena_bytes = evaluation.File.ArenaBytes,
        learn_arena_bytes = evaluation.File.LearnArenaBytes,
        model_bytes = evaluation.File.Bytes,
        macs = evaluation.File.MultiplyAccumulates,
        speakers = evaluation.Speakers.Quantized.Accuracy,
        groups = evaluation.Groups.Select(group => new
        {
            name = group.Name,
            cases = group.Float.Total,
            @float = group.Float.Accuracy,
            int8 = group.Quantized.Accuracy,
        }),
    };
}
