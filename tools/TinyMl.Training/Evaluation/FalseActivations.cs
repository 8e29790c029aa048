using TinyMl.Compiler.Models;
using TinyMl.Training.Hand;

namespace TinyMl.Training.Evaluation;

/// <summary>How often the detector reports a digit while someone does anything else.</summary>
/// <param name="Hours">Simulated time.</param>
/// <param name="Events">Events of each class.</param>
public sealed record FalseActivations(double Hours, int[] Events)
{
    private const double StreamSeconds = 300;

    /// <summary>Events an hour.</summary>
    public double PerHour => Events.Sum() / Hours;

    /// <summary>Plays streams of <see cref="IdleMotion"/>, one person each, to a model.</summary>
    /// <param name="model">The .tml file.</param>
    /// <param name="firstSeed">The first stream's seed.</param>
    /// <param name="streams">Streams of five minutes.</param>
    public static FalseActivations Of(byte[] model, int firstSeed, int streams)
    {
        using ModelPlayer player = new(model);
        DetectorSettings settings = new ModelFile(model).Detector!;
        int[] events = new int[player.Labels.Count];
        double seconds = 0;
        for (int i = 0; i < streams; i++)
        {
            Recordings.ImuSequence stream = IdleStream.Make(firstSeed + i, StreamSeconds);
            Detector detector = new(settings, player.Labels);
            seconds += stream.Seconds;
            foreach (PlayedWindow window in player.Play(stream))
            {
                int found = detector.Next(window.Scores);
                if (found >= 0)
                {
                    events[found]++;
                }
            }
        }

        return new FalseActivations(seconds / 3600, events);
    }
}
