using System.CommandLine;
using System.Numerics;
using TinyMl.Bench;
using TinyMl.Cli.Evaluation;
using TinyMl.Compiler.Learning;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml evaluate SOURCE</c>: what learning on the device gives a user whom the model was trained without.</summary>
internal static class EvaluateCommand
{
    internal static Command Create()
    {
        Argument<string> source = new("source") { Description = Studies.Sources };
        Option<string> bases = new("--bases")
        {
            Description = "the folder of the base models, made without the users; what is missing is trained and kept there",
        };
        Option<bool> train = new("--train") { Description = "train the base models anew" };
        Option<string[]> schemes = new("--scheme")
        {
            Description = "what the device trains, such as head-bias, head or \"bias:2 bias-rate=0.05\"; may be repeated",
            DefaultValueFactory = _ => ["head-bias", "head"],
            AllowMultipleArgumentsPerToken = true,
        };
        LearningSettings usual = new();
        Option<double> rate = Number("--rate", "learning rate of the head", usual.Rate, 1e-6, 10);
        Option<double> biasRate = Number("--bias-rate", "learning rate of biases before the head", usual.BiasRate, 1e-6, 10);
        Option<double> decay = Number("--decay", "pull towards the factory's values per step", usual.Decay, 0, 0.999);
        Option<int> passes = Count("--passes", "passes over the shots", usual.Epochs, 1000);
        Option<int> folds = Number("--folds", "parts that shots are held back in for the test; 0: each by itself", usual.Folds, 0, 1024);
        Option<bool> unguarded = new("--no-guard") { Description = "confirm whatever is learnt, to see what the guard prevents" };
        Option<string> core = new("--core") { Description = $"also count the instructions of a step on an emulated core: {BenchCommand.Targets}" };
        Option<string> svg = new("--svg") { Description = "also draw the result to this file" };
        Option<string> page = new("--page") { Description = "also write the tables to their part of this page of Markdown" };
        Option<bool> json = Arguments.Json();
        Command command = new("evaluate", "Measure what learning on the device gives users that the model has never met.")
        {
            source, bases, train, schemes, rate, biasRate, decay, passes, folds, unguarded, core, svg, page, json,
        };
        StudyOptions options = new(new StudySettings().Draws);
        options.AddTo(command);
        StreamEvaluation streams = new();
        streams.AddTo(command, bases);
        command.SetAction((parsed, cancel) => Task.Run(
            async () =>
            {
                if (streams.IsWanted(parsed))
                {
                    return streams.Run(
                        parsed, parsed.GetRequiredValue(source), parsed.GetValue(svg), parsed.GetValue(page), parsed.GetValue(json));
                }

                BenchTarget? target = parsed.GetValue(core) is { } name ? BenchCommand.Find(name) : null;
                LearningSettings common = usual with
                {
                    Rate = (float)parsed.GetValue(rate),
                    BiasRate = (float)parsed.GetValue(biasRate),
                    Decay = (float)parsed.GetValue(decay),
                    Epochs = parsed.GetValue(passes),
                    Folds = parsed.GetValue(folds),
                    Guard = !parsed.GetValue(unguarded),
                };
                LearningSettings[] learning = parsed.GetRequiredValue(schemes)
                    .Select(scheme => TriedScheme.Parse(scheme, common)).ToArray();
                (IUserStudy study, StudyUser[] users) = options.Open(
                    parsed, parsed.GetRequiredValue(source), parsed.GetRequiredValue(bases), parsed.GetValue(train), cancel);
                StudySettings settings = options.Settings(parsed);
                SchemeResult[] results = learning
                    .Select(l => SchemeStudy.Run(study, users, l, settings, Console.Error.WriteLine, cancel))
                    .ToArray();
                List<LearningResult> steps = target is null
                    ? []
                    : await StepCosts.MeasureAsync(study, users[0], results, target, cancel);
                if (parsed.GetValue(svg) is { } drawing)
                {
                    Files.WriteText(drawing, EvaluationSvg.Draw(results));
                }

                EvaluationTable[] tables = Tables(study, users, results, steps);
                if (parsed.GetValue(page) is { } file)
                {
                    new EvaluationPage(Studies.NameOf(study)).Update(file, CommandLine(), tables);
                }

                if (parsed.GetValue(json))
                {
                    Report.WriteJson(EvaluationJson.Of(study, results, steps));
                }
                else
                {
                    Array.ForEach(tables, table => table.Write());
                }

                return (int)ExitCode.Success;
            },
            cancel));
        return command;
    }

    private static EvaluationTable[] Tables(
        IUserStudy study, StudyUser[] users, SchemeResult[] results, List<LearningResult> steps)
    {
        EvaluationTable[] tables = [ResultTables.Accuracy(results), ResultTables.Needs(results, steps)];
        return study switch
        {
            SpeakerStudy speakers => [StrangerTable.Of(speakers, users, results[0]), .. tables],
            _ when study.Data is SpokenDigits => [.. tables, ComparisonTable.Of(results)],
            _ => tables,
        };
    }

    internal static string CommandLine() => "./tinyml " + string.Join(
        ' ', Environment.GetCommandLineArgs()[1..].Select(argument => argument.Contains(' ', StringComparison.Ordinal) ? $"\"{argument}\"" : argument));

    internal static Option<int> Count(string name, string description, int value, int most) =>
        Number(name, description, value, 1, most);

    internal static Option<T> Number<T>(string name, string description, T value, T least, T most)
        where T : INumber<T>
    {
        Option<T> option = new(name) { Description = description, DefaultValueFactory = _ => value };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<T>() is { } given && !(given >= least && given <= most))
            {
                result.AddError(FormattableString.Invariant($"{name} is {given}: give a number from {least} to {most}."));
            }
        });
        return option;
    }
}
