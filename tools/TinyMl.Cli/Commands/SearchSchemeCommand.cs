using System.CommandLine;
using System.Globalization;
using TinyMl.Cli.Evaluation;
using TinyMl.Compiler.Learning;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml search-scheme SOURCE --budget BYTES</c>: which parameters are worth training on the device.</summary>
internal static class SearchSchemeCommand
{
    internal static Command Create()
    {
        Argument<string> source = new("source") { Description = Studies.Sources };
        Option<string> bases = new("--bases")
        {
            Description = "the folder of the base models, as of 'tinyml evaluate'; what is missing is trained and kept there",
            Required = true,
        };
        SchemeSearchSettings usual = new() { Budget = 32 * 1024 };
        Option<int> budget = EvaluateCommand.Number(
            "--budget", "bytes of the arena for inference and learning, the store of shots included", usual.Budget, 1, 1 << 24);
        Option<string> always = new("--with") { Description = "what is always trained", DefaultValueFactory = _ => usual.Always };
        Option<int[]> depths = Several("--depth", "numbers of last layers whose biases are tried", [.. usual.Depths]);
        Option<double[]> ratios = Several("--ratio", "shares of a layer's input channels whose weights are tried", [.. usual.Ratios]);
        Option<int> layers = EvaluateCommand.Count("--layers", "last layers whose weights are tried", usual.Layers, 64);
        Option<int> shots = EvaluateCommand.Count("--shots", "labelled recordings of each class", 3, PersonalTrial.MostShots);
        Option<int> passes = EvaluateCommand.Count("--passes", "passes over the shots", new LearningSettings().Epochs, 1000);
        Option<bool> json = Arguments.Json();
        Command command = new("search-scheme", "Measure what each part of a network gains by being trained, and choose under a budget of memory.")
        {
            source, bases, budget, always, depths, ratios, layers, shots, passes, json,
        };
        StudyOptions options = new(1);
        options.AddTo(command);
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                SchemeSearchSettings settings = new()
                {
                    Always = LearningScheme.Parse(parsed.GetRequiredValue(always)).Text,
                    Depths = parsed.GetRequiredValue(depths).Distinct().ToArray(),
                    Ratios = parsed.GetRequiredValue(ratios).Distinct().ToArray(),
                    Layers = parsed.GetValue(layers),
                    Budget = parsed.GetValue(budget),
                };
                Verify(settings);
                StudySettings trials = options.Settings(parsed) with { Cells = [new TrialSettings(parsed.GetValue(shots), 0)] };
                (IUserStudy study, StudyUser[] users) = options.Open(
                    parsed, parsed.GetRequiredValue(source), parsed.GetRequiredValue(bases), false, cancel);
                LearningSettings learning = new() { Epochs = parsed.GetValue(passes) };
                SchemeSearchResult result = new SchemeSearch(study, users, learning, trials, settings).Run(Console.Error.WriteLine, cancel);
                if (parsed.GetValue(json))
                {
                    Report.WriteJson(result);
                }
                else
                {
                    Table(result).Write();
                }

                return (int)(result.Best is null
                    ? throw new UserError(ExitCode.Model, $"Nothing fits {result.Budget} bytes: the table tells what the least needs; raise --budget.")
                    : ExitCode.Success);
            },
            cancel));
        return command;
    }

    private static void Verify(SchemeSearchSettings settings)
    {
        if (settings.Depths.Any(depth => depth < 1))
        {
            throw new UserError(ExitCode.Usage, "A --depth is a number of layers, 1 or more.");
        }

        if (settings.Ratios.Any(ratio => !(ratio is > 0 and <= 1)))
        {
            throw new UserError(ExitCode.Usage, "A --ratio is a share of channels, above 0 and up to 1.");
        }
    }

    private static Option<T[]> Several<T>(string name, string description, T[] usual) => new(name)
    {
        Description = description + "; may be repeated",
        DefaultValueFactory = _ => usual,
        AllowMultipleArgumentsPerToken = true,
    };

    private static EvaluationTable Table(SchemeSearchResult result)
    {
        string[] Row(Contribution part) =>
        [
            part.Scheme + (part == result.Best ? "  (best)" : string.Empty),
            Points(part.User), Points(part.Others), Points(part.Gain), Points(part.Gain - result.Measured[0].Gain),
            Report.Number(part.ArenaBytes), part.ArenaBytes <= result.Budget ? "yes" : "no",
        ];
        IEnumerable<Contribution> rows = result.Set is { } set && !result.Measured.Contains(set) ? result.Measured.Append(set) : result.Measured;
        return new EvaluationTable(
            ["scheme", "user", "others", "gain", $"beside {result.Measured[0].Scheme}", "arena B", "fits"],
            rows.Select(Row).ToArray(),
            $"Points of accuracy, measured by the device's code. Gain: user's plus others'. Budget: {Report.Number(result.Budget)} B."
                + (result.SumOfGains is { } sum ? $" The largest sum of gains that fits: {result.Set!.Scheme}, {Points(sum)} promised, {Points(result.Set.Gain)} measured." : string.Empty));
    }

    private static string Points(double share) => (100 * share).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture);
}
