using System.CommandLine;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Training;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Recipes;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml train RECIPE</c>: trains, quantises, compiles, measures, and writes model, network and card.</summary>
internal static class TrainCommand
{
    internal static Command Create()
    {
        Argument<string> recipe = new("recipe") { Description = "a recipe.json" };
        Option<string> output = Arguments.Output("the model to write; default: the recipe's name with .tml beside it");
        Option<bool> folds = new("--cross-validate") { Description = "also train a model for each fold of the recordings" };
        Option<bool> card = new("--card") { Description = "write the measured part of README.md beside the recipe" };
        Option<bool> json = Arguments.Json();
        Command command = new("train", "Train a model from a recipe.") { recipe, output, folds, card, json };
        command.SetAction((parsed, cancel) => Task.Run(
            () => Run(
                parsed.GetRequiredValue(recipe),
                parsed.GetValue(output),
                parsed.GetValue(folds),
                parsed.GetValue(card),
                parsed.GetValue(json),
                cancel),
            cancel));
        return command;
    }

    private static int Run(string path, string? output, bool crossValidate, bool card, bool json, CancellationToken cancel)
    {
        Recipe recipe = RecipeReader.ReadFile(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string model = output ?? Path.Combine(folder, recipe.Name + ".tml");
        Console.Error.WriteLine("Reading recordings, simulating writers ...");
        using TrainingData data = TrainingData.Prepare(recipe, Workspace.Shared);
        ProgressLine progress = new();
        TrainedModel trained = new Trainer(recipe, data).Train(recipe.Recordings?.HeldAside, "train", progress, cancel);
        ModelLoader.Prove(trained.Compiled.Bytes, model);
        Files.WriteBytes(model, trained.Compiled.Bytes);
        Files.WriteText(Path.ChangeExtension(model, ".json"), GraphFile.Write(trained.Calibrated, trained.Pipeline));

        RecordingScores? folds = crossValidate ? CrossValidation.Run(recipe, data, trained, progress, cancel) : null;
        Console.Error.WriteLine("Measuring ...");
        ModelEvaluation evaluation = ModelEvaluation.Of(recipe, data, trained, folds);
        if (card)
        {
            string file = Path.Combine(folder, "README.md");
            Files.WriteText(file, CardWriter.Update(Files.ReadText(file), evaluation));
        }

        if (json)
        {
            Report.WriteJson(Describe(evaluation, model));
        }
        else
        {
            ModelReport.Write(new ModelFile(trained.Compiled.Bytes), model, Targets.MeasuredFor(Profile.Portable, null), json: false);
            Console.WriteLine(CardWriter.Measured(evaluation));
        }

        return (int)ExitCode.Success;
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
}
