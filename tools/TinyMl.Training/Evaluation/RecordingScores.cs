using TinyMl.Compiler.Models;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Evaluation;

/// <summary>What a model makes of recordings with one digit each.</summary>
public sealed class RecordingScores
{
    /// <summary>Makes empty scores.</summary>
    public RecordingScores(IReadOnlyList<string> labels)
    {
        Float = new Confusion(labels);
        Quantized = new Confusion(labels);
        Detected = new Confusion(labels);
    }

    /// <summary>The decision by peak, float network.</summary>
    public Confusion Float { get; }

    /// <summary>The decision by peak, int8 network in the native engine.</summary>
    public Confusion Quantized { get; }

    /// <summary>The detector's first event (none counts as idle), int8.</summary>
    public Confusion Detected { get; }

    /// <summary>Recordings in which the detector reported more than one event.</summary>
    public int Repeated { get; private set; }

    /// <summary>
    /// Plays every recording with stillness around it: as much before as fills a window, a second after. The decision by peak
    /// is the digit whose score, averaged over as many windows as the detector smooths, peaks highest; where none reaches one
    /// half, it is the idle class, and wrong.
    /// </summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="model">The model.</param>
    public static RecordingScores Of(IEnumerable<ImuRecording> recordings, TrainedModel model)
    {
        using ModelPlayer player = new(model.Compiled.Bytes);
        FloatModel network = new(model.Float, model.Pipeline.FrontEnd!.InputQuantization);
        DetectorSettings settings = model.Pipeline.Detector!;
        string[] labels = model.Pipeline.Labels;
        RecordingScores scores = new(labels);
        int idle = Array.IndexOf(labels, settings.IdleLabel);
        foreach (ImuRecording recording in recordings)
        {
            IReadOnlyList<PlayedWindow> windows = player.Play(recording.Sequence.WithStillness(player.WindowSeconds, 1));
            double[][] quantized = windows.Select(w => Array.ConvertAll(w.Scores, s => (s + 128) / 256.0)).ToArray();
            double[][] real = windows.Select(w => Array.ConvertAll(network.Classify(w.Input).ToArray(), p => (double)p)).ToArray();
            int label = recording.Gesture.Label;
            scores.Quantized.Add(label, Peak(quantized, settings.Smoothing, idle));
            scores.Float.Add(label, Peak(real, settings.Smoothing, idle));

            Detector detector = new(settings, labels);
            int[] events = windows.Select(w => detector.Next(w.Scores)).Where(e => e >= 0).ToArray();
            scores.Detected.Add(label, events.Length > 0 ? events[0] : idle);
            scores.Repeated += events.Length > 1 ? 1 : 0;
        }

        return scores;
    }

    /// <summary>Adds another model's scores, as folds do.</summary>
    public void Add(RecordingScores other)
    {
        Float.Add(other.Float);
        Quantized.Add(other.Quantized);
        Detected.Add(other.Detected);
        Repeated += other.Repeated;
    }

    private static int Peak(double[][] scores, int smoothing, int idle)
    {
        int best = idle;
        double most = 0.5;
        for (int i = smoothing - 1; i < scores.Length; i++)
        {
            for (int c = 0; c < scores[i].Length; c++)
            {
                double mean = Enumerable.Range(i - smoothing + 1, smoothing).Average(k => scores[k][c]);
                if (c != idle && mean > most)
                {
                    (best, most) = (c, mean);
                }
            }
        }

        return best;
    }
}
