using System.Globalization;
using TinyMl.Compiler.Learning;

namespace TinyMl.Cli.Evaluation;

/// <summary>
/// What <c>--scheme</c> takes: a scheme, and after spaces what is special to it, such as <c>head rate=0.02 decay=0.01</c>.
/// </summary>
internal static class TriedScheme
{
    private const string Keys = "rate, bias-rate, weight-rate, decay, passes, folds, replay, doubt, strength and width";

    /// <summary>Reads one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="usual">What the text does not say.</param>
    internal static LearningSettings Parse(string text, LearningSettings usual)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        LearningSettings settings = usual with { Scheme = LearningScheme.Parse(parts.FirstOrDefault() ?? string.Empty).Text };
        foreach (string part in parts.Skip(1))
        {
            string[] pair = part.Split('=');
            if (pair.Length != 2 || !float.TryParse(pair[1], NumberStyles.Float, CultureInfo.InvariantCulture, out float value))
            {
                throw Fault(text, part);
            }

            settings = pair[0] switch
            {
                "rate" => settings with { Rate = value },
                "bias-rate" => settings with { BiasRate = value },
                "weight-rate" => settings with { WeightRate = value },
                "decay" => settings with { Decay = value },
                "passes" => settings with { Epochs = (int)value },
                "folds" => settings with { Folds = (int)value },
                "replay" => settings with { Replay = (int)value },
                "doubt" => settings with { Doubt = value },
                "strength" => settings with { PrototypeStrength = value },
                "width" => settings with { PrototypeWidth = value },
                _ => throw Fault(text, part),
            };
        }

        return settings;
    }

    private static UserError Fault(string text, string part) => new(
        ExitCode.Usage, $"--scheme \"{text}\": '{part}' is no setting; write a scheme and then, after spaces, {Keys} as KEY=NUMBER.");
}
