using System.Globalization;

namespace TinyMl.Monitor;

/// <summary>Puts adaptations together from their lines; what a board tells a second time, for <c>decisions</c>, counts once.</summary>
public sealed class AdaptationAssembler
{
    private readonly HashSet<(long Milliseconds, int Number)> _told = [];
    private ProtocolLine? _adapt;

    /// <summary>Takes a line.</summary>
    /// <param name="line">Any line.</param>
    /// <returns>The adaptation that it completes; null: none.</returns>
    public ToldAdaptation? Add(ProtocolLine line)
    {
        switch (line.Name)
        {
            case "boot":
                _told.Clear();
                break;
            case "adapt" when line.Kind == LineKind.Adaptation:
                _adapt = line;
                break;
            case "guard" when line.Kind == LineKind.Adaptation:
                ToldAdaptation? adaptation = Join(_adapt, line);
                _adapt = null;
                return adaptation is not null && _told.Add((adaptation.Milliseconds, adaptation.Number)) ? adaptation : null;
            default:
                break;
        }

        return null;
    }

    // Null: the line before was lost or damaged.
    private static ToldAdaptation? Join(ProtocolLine? adapt, ProtocolLine guard) =>
        adapt is not null
        && adapt["n"] == guard["n"]
        && long.TryParse(adapt["t"], CultureInfo.InvariantCulture, out long milliseconds)
        && int.TryParse(adapt["n"], CultureInfo.InvariantCulture, out int number)
        && int.TryParse(adapt["shots"], CultureInfo.InvariantCulture, out int shots)
        && int.TryParse(adapt["doubtful"], CultureInfo.InvariantCulture, out int doubtful)
        && long.TryParse(adapt["steps"], CultureInfo.InvariantCulture, out long steps)
        && long.TryParse(adapt["us"], CultureInfo.InvariantCulture, out long microseconds)
        && Tested.TryParse(guard["user"], out Tested user)
        && Tested.TryParse(guard["factory"], out Tested factory)
            ? new ToldAdaptation
            {
                Milliseconds = milliseconds,
                Number = number,
                Shots = shots,
                Doubtful = doubtful,
                Steps = steps,
                Microseconds = microseconds,
                Decision = guard["decision"]!,
                User = user,
                Factory = factory,
            }
            : null;
}
