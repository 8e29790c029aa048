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
        SchemeOptions schemes = new();
        Option<string> core = new("--core") { Description = $"also count the instructions of a step on an emulated core: {BenchCommand.Targets}" };
        Option<string> svg = new("--svg") { Description = "also draw the result to this file" };
        Option<string> page = new("--page") { Description = "also write the tables to their part of this page of Markdown" };
        Option<bool> json = Arguments.Json();
        Command command = new("evaluate", "Measure what learning on the device gives users that the model has never met.")
        {
            source, bases, train, core, svg, page, json,
        };
        schemes.AddTo(command);
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
                LearningSettings[] learning = schemes.Read(parsed, parsed.GetRequiredValue(source));
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
