using System.CommandLine;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Training.Speech;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml evaluate FOLDER</c>: what learning on the device gives a user whom the model was trained without.</summary>
internal static class EvaluateCommand
{
    private static readonly TrialSettings[] Cells = [new(1, 0), new(3, 0), new(5, 0), new(5, 0.2)];

    internal static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "recordings: {digit}_{speaker}_{number}.wav, 8 kHz" };
        Option<string> bases = new("--bases")
        {
            Description = "the folder of the base models, one per left-out user; what is missing is trained and kept there",
            Required = true,
        };
        Option<bool> train = new("--train") { Description = "train the base models anew" };
        Option<string[]> schemes = new("--scheme")
        {
            Description = "what the device trains, such as head-bias or head; may be repeated",
            DefaultValueFactory = _ => ["head-bias", "head"],
            AllowMultipleArgumentsPerToken = true,
        };
        Option<double> rate = Positive("--rate", "learning rate of the head", new LearningSettings().Rate);
        Option<int> draws = Count("--draws", "draws of shots for each user", 3, 1000);
        Option<int> most = Count("--recordings", "recordings of each user and class at most", 1000, 1000);
        Option<int> channels = Count("--channels", "channels of a base model", new SpeechBase().Channels, 256);
        Option<int> epochs = Count("--epochs", "passes to train a base model with", new SpeechBase().Epochs, 1000);
        Option<string> svg = new("--svg") { Description = "also draw the result to this file" };
        Option<bool> json = Arguments.Json();
        Command command = new("evaluate", "Measure what learning on the device gives users that the model has never met.")
        {
            folder, bases, train, schemes, rate, draws, most, channels, epochs, svg, json,
        };
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                LearningSettings[] learning = parsed.GetRequiredValue(schemes)
                    .Select(scheme => new LearningSettings
                    {
                        Scheme = LearningScheme.Parse(scheme).Text,
                        Shots = 10 * PersonalTrial.MostShots,
                        Rate = (float)parsed.GetValue(rate),
                    })
                    .ToArray();
                SpeechBase recipe = new() { Channels = parsed.GetValue(channels), Epochs = parsed.GetValue(epochs) };
                Console.Error.WriteLine("Reading recordings ...");
                SpokenDigits data = new(
                    parsed.GetRequiredValue(folder), new SpeechFrontEnd(), new SpeechVariation(), parsed.GetValue(most));
                List<(UserSplit Split, Graph Base)> users = Bases(
                    data, recipe, parsed.GetRequiredValue(bases), parsed.GetValue(train), cancel);
                SchemeResult[] results = learning
                    .Select(settings => Evaluate(data, users, settings, parsed.GetValue(draws), cancel))
                    .ToArray();
                if (parsed.GetValue(svg) is { } drawing)
                {
                    Files.WriteText(drawing, EvaluationSvg.Draw(results));
                }

                if (parsed.GetValue(json))
                {
                    Report.WriteJson(new { users = data.Users, schemes = results });
                }
                else
                {
                    EvaluationReport.Write(results);
                }

                return (int)ExitCode.Success;
            },
            cancel));
        return command;
    }

    private static List<(UserSplit Split, Graph Base)> Bases(
        SpokenDigits data, SpeechBase recipe, string folder, bool again, CancellationToken cancel)
    {
        if (data.Users.Count < 2)
        {
            throw new UserError(
                ExitCode.Content, $"Only {data.Users[0]} speaks in these recordings: a user is left out, others must remain.");
        }

        Files.MakeFolder(folder);
        ProgressLine progress = new();
        List<(UserSplit Split, Graph Base)> users = [];
        foreach (string user in data.Users)
        {
            UserSplit split = UserSplit.LeaveOut(data, user, SpeechBase.HeldOut);
            string file = Path.Combine(folder, user + ".json");
            if (again || !File.Exists(file))
            {
                Graph trained = recipe.Train(data, split, progress, cancel);
                Files.WriteText(file, GraphFile.Write(trained, SpeechBase.Pipeline(data)));
            }

            (Graph graph, _) = GraphFile.Read(Files.ReadText(file), file);
            if (graph.Name != recipe.Name(split))
            {
                throw new UserError(
                    ExitCode.Content, $"{file} holds {graph.Name}, wanted is {recipe.Name(split)}: add --train, or give another folder.");
            }

            users.Add((split, graph));
        }

        return users;
    }

    private static SchemeResult Evaluate(
        SpokenDigits data, List<(UserSplit Split, Graph Base)> users, LearningSettings learning, int draws, CancellationToken cancel)
    {
        List<TrialResult> runs = [];
        ModelFile? described = null;
        foreach ((UserSplit split, Graph graph) in users)
        {
            Graph quantized = Quantizer.Quantize(graph, data.Quantization);
            byte[] model = ModelCompiler.Compile(quantized, SpeechBase.Pipeline(data) with { Learning = learning }).Bytes;
            ModelLoader.Prove(model, graph.Name);
            described ??= new ModelFile(model);
            using PersonalTrial trial = new(model, data, split);
            foreach (TrialSettings cell in Cells)
            {
                Console.Error.WriteLine($"{learning.Scheme}: {split.User} tells {cell.Shots} of each, {Report.Percent(cell.Wrong)} wrong ...");
                for (int draw = 0; draw < draws; draw++)
                {
                    cancel.ThrowIfCancellationRequested();
                    runs.Add(trial.Run(cell, draw));
                }
            }
        }

        return new SchemeResult(
            learning.Scheme,
            learning.Rate,
            described!.ArenaBytes,
            described.LearnArenaBytes,
            described.MultiplyAccumulates,
            Cells.Select(cell => TrialSummary.Of(learning.Scheme, cell, runs.Where(r => r.Settings == cell).ToArray())).ToArray(),
            runs);
    }

    private static Option<int> Count(string name, string description, int value, int most)
    {
        Option<int> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is int given && (given < 1 || given > most))
            {
                result.AddError($"{name} is {given}: give a number from 1 to {most}.");
            }
        });
        return option;
    }

    private static Option<double> Positive(string name, string description, double value)
    {
        Option<double> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and <= 10))
            {
                result.AddError($"{name} must be above 0 and at most 10.");
            }
        });
        return option;
    }
}
