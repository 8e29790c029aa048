using TinyMl.Compiler.Models;
using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Evaluation;

/// <summary>What the detector makes of people who write digit after digit.</summary>
/// <param name="Digits">Digits written.</param>
/// <param name="Right">Reported as what they are.</param>
/// <param name="Wrong">Reported as another digit.</param>
/// <param name="Missed">Not reported.</param>
/// <param name="Extra">Events beyond one per digit.</param>
/// <param name="Delay">Mean time from the end of a digit to its event, seconds.</param>
public sealed record StreamScores(int Digits, int Right, int Wrong, int Missed, int Extra, double Delay)
{
    // An event belongs to a digit from its middle until this long after its end.
    private const double Grace = 2;

    /// <summary>The share right, 0 to 1.</summary>
    public double Accuracy => (double)Right / Digits;

    /// <summary>Lets writers write twenty digits each with pauses of 0.8 to 2.5 s.</summary>
    /// <param name="model">The .tml file.</param>
    /// <param name="firstSeed">The first writer's seed.</param>
    /// <param name="writers">How many.</param>
    public static StreamScores Of(byte[] model, int firstSeed, int writers)
    {
        using ModelPlayer player = new(model);
        DetectorSettings settings = new ModelFile(model).Detector!;
        int digits = 0;
        int right = 0;
        int wrong = 0;
        int missed = 0;
        int extra = 0;
        double delay = 0;
        for (int seed = firstSeed; seed < firstSeed + writers; seed++)
        {
            Session session = DigitStream.Make(Writer.Sample(seed), 1, 20);
            List<(double Time, int Label)> events = Events(player, settings, session.Sequence);
            foreach (Gesture digit in session.Digits)
            {
                (double Time, int Label)[] own = events
                    .Where(e => e.Time >= digit.Start + (digit.Seconds / 2) && e.Time <= digit.End + Grace)
                    .ToArray();
                events.RemoveAll(own.Contains);
                digits++;
                extra += Math.Max(0, own.Length - 1);
                missed += own.Length == 0 ? 1 : 0;
                wrong += own.Length > 0 && own[0].Label != digit.Label ? 1 : 0;
                if (own.Length > 0 && own[0].Label == digit.Label)
                {
                    right++;
                    delay += own[0].Time - digit.End;
                }
            }

            extra += events.Count;
        }

        return new StreamScores(digits, right, wrong, missed, extra, delay / Math.Max(1, right));
    }

    private static List<(double Time, int Label)> Events(ModelPlayer player, DetectorSettings settings, ImuSequence sequence)
    {
        Detector detector = new(settings, player.Labels);
        List<(double Time, int Label)> events = [];
        foreach (PlayedWindow window in player.Play(sequence))
        {
            int found = detector.Next(window.Scores);
            if (found >= 0)
            {
                events.Add((window.End, found));
            }
        }

        return events;
    }
}
