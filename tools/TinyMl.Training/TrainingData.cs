using TinyMl.Training.Examples;
using TinyMl.Training.Hand;
using TinyMl.Training.Numerics;
using TinyMl.Training.Recipes;
using TinyMl.Training.Recordings;

namespace TinyMl.Training;

/// <summary>The data of a recipe, ready to draw windows from.</summary>
public sealed class TrainingData : IDisposable
{
    private const int SessionDigits = 10;
    private const int IdleStreamSeconds = 60;

    private readonly GestureRecipe _recipe;
    private readonly WindowLabeller _labeller;
    private readonly ExamplePool[] _simulated;

    private TrainingData(GestureRecipe recipe, ImuRecording[] recordings)
    {
        _recipe = recipe;
        Recordings = recordings;
        Cutter = new WindowCutter(recipe.FrontEnd);
        _labeller = new WindowLabeller(Cutter.Seconds, recipe.IdleClass);
        _simulated = Simulate();
    }

    /// <summary>The real recordings, sorted by name.</summary>
    public IReadOnlyList<ImuRecording> Recordings { get; }

    /// <summary>Makes windows.</summary>
    public WindowCutter Cutter { get; }

    /// <summary>Reads and simulates.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="shared">The folder of the shared data.</param>
    public static TrainingData Prepare(GestureRecipe recipe, string shared)
    {
        ImuRecording[] recordings = recipe.Recordings is null ? [] : RecordingFolder.Read(
            Path.Combine(shared, recipe.Recordings.Folder), recipe.Labels, recipe.FrontEnd.SampleRate / 1000.0);
        return new TrainingData(recipe, recordings);
    }

    /// <summary>The recordings of a fold.</summary>
    public ImuRecording[] Fold(int fold) =>
        Recordings.Where((_, i) => i % _recipe.Recordings!.Folds == fold).ToArray();

    /// <summary>Examples to learn from: the simulation and all recordings but those of one fold.</summary>
    /// <param name="without">The fold to leave out; null: none.</param>
    public MixedExamples Examples(int? without)
    {
        int folds = _recipe.Recordings?.Folds ?? 1;
        ImuRecording[] recordings = Recordings.Where((_, i) => i % folds != without).ToArray();
        WindowSpan[] spans = recordings.SelectMany(r => _labeller.Spans(r.Sequence, [r.Gesture])).ToArray();
        WindowSpan[] digits = spans.Where(s => s.Label != _recipe.IdleClass).ToArray();
        WindowSpan[] parts = spans.Where(s => s.Label == _recipe.IdleClass).ToArray();
        int repeats = _recipe.Recordings?.Repeats ?? 0;
        ExamplePool[] real =
        [
            new(digits, recordings.Length * repeats),
            new(parts, recordings.Length * repeats / 4),
        ];
        return new MixedExamples(
            [.. real, .. _simulated],
            Cutter,
            _recipe.Augmentation,
            _recipe.FrontEnd.InputQuantization.Scale,
            _recipe.Seed);
    }

    /// <inheritdoc/>
    public void Dispose() => Cutter.Dispose();

    private ExamplePool[] Simulate()
    {
        SimulationRecipe recipe = _recipe.Simulation;
        WindowSpan[] spans = Enumerable.Range(recipe.FirstSeed, recipe.Writers)
            .AsParallel().AsOrdered()
            .SelectMany(seed => Spans(Writer.Sample(seed, recipe.Spread)))
            .ToArray();
        WindowSpan[] idle = Enumerable.Range(0, recipe.IdleMinutes)
            .AsParallel().AsOrdered()
            .Select(i => IdleStream.Make(Seeds.Mix(recipe.FirstSeed, i), IdleStreamSeconds, recipe.Spread))
            .Select(s => new WindowSpan(s, _recipe.IdleClass, 0, s.Seconds))
            .ToArray();
        return
        [
            new(spans.Where(s => s.Label != _recipe.IdleClass).ToArray(), recipe.DigitDraws),
            new(spans.Where(s => s.Label == _recipe.IdleClass).ToArray(), recipe.PartDraws),
            new(idle, recipe.IdleDraws),
        ];
    }

    // Of each writer a recording of each digit, and one session with all of them in any order.
    private List<WindowSpan> Spans(Writer writer)
    {
        List<WindowSpan> spans = [];
        for (int digit = 0; digit < SessionDigits; digit++)
        {
            ImuRecording recording = WritingSession.Record(writer, digit, 0);

            // The bounds that a real recording would get, so that both kinds mean the same by start and end.
            (double start, double end) = GestureBounds.Find(recording.Sequence);
            spans.AddRange(_labeller.Spans(recording.Sequence, [new Gesture(digit, start, end)]));
        }

        Session session = DigitStream.Make(writer, 1, SessionDigits);
        spans.AddRange(_labeller.Spans(session.Sequence, session.Movements));
        return spans;
    }
}
