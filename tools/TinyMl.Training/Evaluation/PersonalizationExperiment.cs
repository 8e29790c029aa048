using System.Numerics.Tensors;
using TinyMl.Engine;
using TinyMl.Training.Hand;

namespace TinyMl.Training.Evaluation;

/// <summary>
/// Does learning on the device help a new writer? Each writer draws a stream of digits and labels them; the native engine
/// learns as the board does (mark, label, adapt); another stream of the same writer tells the accuracy before and after. The
/// window of a digit is the one that ends nearest to 0.6 s after it, when the board has answered and the hand is still.
/// </summary>
public sealed class PersonalizationExperiment
{
    private const int Digits = 10;
    private const double AnswerDelay = 0.6;
    private const int ShotsSeed = 1;
    private const int TestsSeed = 2;

    private readonly PersonalizationOptions _options;
    private readonly (Session Shots, Session Tests)[] _writers;

    /// <summary>Simulates the writers.</summary>
    public PersonalizationExperiment(PersonalizationOptions options)
    {
        _options = options;
        _writers = Enumerable.Range(options.FirstSeed, options.Writers)
            .AsParallel().AsOrdered()
            .Select(seed => Writer.Sample(seed, options.Spread))
            .Select(writer => (
                DigitStream.Make(writer, ShotsSeed, options.Shots * Digits),
                DigitStream.Make(writer, TestsSeed, options.Tests * Digits)))
            .ToArray();
    }

    /// <summary>Lets a model learn from each writer, always starting from the factory's biases.</summary>
    /// <param name="model">The .tml file; it has a learning section.</param>
    public IReadOnlyList<PersonalizationResult> Run(byte[] model)
    {
        using ModelPlayer player = new(model);
        List<PersonalizationResult> results = [];
        for (int writer = 0; writer < _writers.Length; writer++)
        {
            (sbyte[] Window, int Digit)[] shots = Windows(player, _writers[writer].Shots);
            (sbyte[] Window, int Digit)[] tests = Windows(player, _writers[writer].Tests);

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
            right += TensorPrimitives.IndexOfMax(player.Classify(window)) == digit ? 1 : 0;
        }

        return (double)right / tests.Length;
    }

    private static (sbyte[] Window, int Digit)[] Windows(ModelPlayer player, Session session)
    {
        IReadOnlyList<(double End, sbyte[] Input)> windows = player.Windows(session.Sequence);
        return session.Digits
            .Select(digit => (windows.MinBy(w => Math.Abs(w.End - digit.End - AnswerDelay)).Input, digit.Label))
            .ToArray();
    }
}
