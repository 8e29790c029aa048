using System.CommandLine;
using TinyMl.Cli.Commands;
using TinyMl.Compiler.Learning;
using TinyMl.Training.Recipes;

namespace TinyMl.Cli.Evaluation;

/// <summary>What the device trains, and how: a recipe's own, unless the command line names schemes.</summary>
internal sealed class SchemeOptions
{
    private static readonly LearningSettings Usual = new();

    private readonly Option<string[]> _schemes = new("--scheme")
    {
        Description = "what the device trains, such as head-bias, head or \"bias:2 bias-rate=0.05\"; may be repeated; else a recipe's own scheme and settings, or head-bias and head",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<double> _rate = EvaluateCommand.Number("--rate", "learning rate of the head", (double)(decimal)Usual.Rate, 1e-6, 10);
    private readonly Option<double> _biasRate = EvaluateCommand.Number("--bias-rate", "learning rate of biases before the head", (double)(decimal)Usual.BiasRate, 1e-6, 10);
    private readonly Option<double> _decay = EvaluateCommand.Number("--decay", "pull towards the factory's values per step", (double)(decimal)Usual.Decay, 0, 0.999);
    private readonly Option<int> _passes = EvaluateCommand.Count("--passes", "passes over the shots", Usual.Epochs, 1000);
    private readonly Option<int> _folds = EvaluateCommand.Number("--folds", "parts that shots are held back in for the test; 0: each by itself", Usual.Folds, 0, 1024);
    private readonly Option<bool> _unguarded = new("--no-guard") { Description = "confirm whatever is learnt, to see what the guard prevents" };

    /// <summary>Adds the options to a command.</summary>
    internal void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _schemes, _rate, _biasRate, _decay, _passes, _folds, _unguarded })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The schemes to try.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="source">The recordings, or a recipe.</param>
    internal LearningSettings[] Read(ParseResult parsed, string source)
    {
        string[] schemes = parsed.GetValue(_schemes) ?? [];
        if (schemes.Length != 0)
        {
            LearningSettings common = With(parsed, Usual);
            return schemes.Select(scheme => TriedScheme.Parse(scheme, common)).ToArray();
        }

        return File.Exists(source)
            ? [With(parsed, RecipeReader.ReadFile(source).Learning)]
            : [With(parsed, Usual with { Scheme = "head-bias" }), With(parsed, Usual with { Scheme = "head" })];
    }

    /// <summary>Settings, and in their place what the command line says.</summary>
    private LearningSettings With(ParseResult parsed, LearningSettings settings) => settings with
    {
        Rate = (float)Given(parsed, _rate, settings.Rate),
        BiasRate = (float)Given(parsed, _biasRate, settings.BiasRate),
        Decay = (float)Given(parsed, _decay, settings.Decay),
        Epochs = Given(parsed, _passes, settings.Epochs),
        Folds = Given(parsed, _folds, settings.Folds),
        Guard = settings.Guard && !parsed.GetValue(_unguarded),
    };

    private static T Given<T>(ParseResult parsed, Option<T> option, T otherwise) =>
        parsed.GetResult(option) is { Implicit: false } ? parsed.GetRequiredValue(option) : otherwise;
}
