using TinyMl.Engine;
using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Evaluation;

/// <summary>
/// Does learning on the device help a new writer? Each writer labels a few windows of each digit; the native engine learns as
/// the board does (mark, label, adapt); windows that were not learnt from tell the accuracy before and after. A window ends
/// 0.6 s after its digit, when the writer would press the button.
/// </summary>
public sealed class PersonalizationExperiment
{
    private const int Digits = 10;
    private const double PressDelay = 0.6;

    private readonly PersonalizationOptions _options;
    private readonly (ImuSequence Sequence, int Digit)[][] _recordings;

    /// <summary>Simulates the writers.</summary>
    public PersonalizationExperiment(PersonalizationOptions options)
    {
        _options = options;
        _recordings = Enumerable.Range(options.FirstSeed, options.Writers)
            .AsParallel().AsOrdered()
            .Select(seed => Record(Writer.Sample(seed, options.Spread)))
            .ToArray();
    }

    /// <summary>Lets a model learn from each writer, always starting from the factory's biases.</summary>
    /// <param name="model">The .tml file; it has a learning section.</param>
    public IReadOnlyList<PersonalizationResult> Run(byte[] model)
    {
        using ModelPlayer player = new(model);
        List<PersonalizationResult> results = [];
        for (int writer = 0; writer < _recordings.Length; writer++)
        {
            (sbyte[] Window, int Digit)[] windows = _recordings[writer].Select(r => (Window(player, r.Sequence), r.Digit)).ToArray();
            (sbyte[] Window, int Digit)[] shots = windows[..(_options.Shots * Digits)];
            (sbyte[] Window, int Digit)[] tests = windows[shots.Length..];

            player.Engine.Factory();
            double before = Accuracy(player, tests);
            foreach ((sbyte[] window, int digit) in shots)
            {
                player.Classify(window);
                player.Engine.Mark();
                player.Engine.Label(digit);
            }

            while (player.Engine.Adapt((uint)writer + 1) == TmlStatus.Again)
            {
            }

            results.Add(new PersonalizationResult(_options.FirstSeed + writer, before, Accuracy(player, tests)));
        }

        return results;
    }

    private static double Accuracy(ModelPlayer player, (sbyte[] Window, int Digit)[] tests)
    {
        int right = 0;
        foreach ((sbyte[] window, int digit) in tests)
        {
            ReadOnlySpan<sbyte> scores = player.Classify(window);
            right += System.Numerics.Tensors.TensorPrimitives.IndexOfMax(scores) == digit ? 1 : 0;
        }

        return (double)right / tests.Length;
    }

    // The shots of all digits first, then the tests.
    private (ImuSequence Sequence, int Digit)[] Record(Writer writer) =>
        Enumerable.Range(0, (_options.Shots + _options.Tests) * Digits)
            .Select(i =>
            {
                ImuRecording recording = WritingSession.Record(writer, i % Digits, i / Digits);
                int end = (int)((recording.Gesture.End + PressDelay) * recording.Sequence.Rate);
                int count = Math.Min(end, recording.Sequence.Count);
                return (new ImuSequence(recording.Sequence.Rate, recording.Sequence.Values[..(count * ImuSequence.Channels)]), i % Digits);
            })
            .ToArray();

    // The last window: whole hops before the end, so the stillness in front makes it end with the sequence.
    private static sbyte[] Window(ModelPlayer player, ImuSequence sequence)
    {
        double missing = Math.Max(0, player.WindowSeconds - sequence.Seconds);
        int skip = Math.Max(0, sequence.Count - (int)Math.Round(player.WindowSeconds * sequence.Rate));
        ImuSequence last = new(sequence.Rate, sequence.Values[(skip * ImuSequence.Channels)..]);
        return player.Play(last.WithStillness(missing, 0))[^1].Input;
    }
}
