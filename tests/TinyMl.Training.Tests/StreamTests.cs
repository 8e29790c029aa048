using TinyMl.Compiler.Models;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Tests;

/// <summary>Streams, what is counted in them, and the thresholds that are chosen by it: on scores written by hand.</summary>
public class StreamTests
{
    private static readonly string[] Labels = ["a", "b", "unknown", "silence"];

    private static readonly DetectorSettings Settings = new()
    {
        Smoothing = 1,
        MinWindows = 1,
        DeadWindows = 0,
        ThresholdOn = 150,
        ThresholdOff = 100,
        IdleLabel = "silence",
    };

    [Fact]
    public void WordsLieWhereTheStreamSaysAndAtItsLevel()
    {
        SpokenWord[] words = [.. Enumerable.Range(0, 6).Select(i => new SpokenWord("s", i % 2, $"{i}", Constant(2000 + (100 * i))))];
        SpokenWord[] others = [new("s", 2, "other", Constant(1500))];
        SpeechStream stream = SpeechStream.Make(words, others, 20, 7);

        Assert.Equal([0, 0, 0, 1, 1, 1], stream.Words.Where(word => word.Label >= 0).Select(word => word.Label).Order());
        Assert.Equal(2, stream.Words.Count(word => word.Label < 0));
        double last = 0;
        foreach (StreamWord word in stream.Words)
        {
            Assert.InRange(word.Start - last, 1.5, 4);
            last = word.End;
        }

        // 20 dB: a tenth. In the first second nothing is said yet.
        double noise = SpeechSound.Rms(stream.Samples.AsSpan(0, 8000));
        StreamWord first = stream.Words[0];
        double both = SpeechSound.Rms(stream.Samples.AsSpan((int)(first.Start * 8000), (int)((first.End - first.Start) * 8000)));
        Assert.InRange(noise, 30, 900);
        Assert.InRange(both, 2700, 3400);
    }

    [Fact]
    public void EveryEventIsCountedOnce()
    {
        // a is found 0.5 s after its end, b taken for a, the second a is missed; once something is heard where nothing is said.
        HeardStream heard = Heard(
            [new(0, 1, 1.4), new(1, 4, 4.5), new(0, 7, 7.5)], (1.9, 0, 200), (4.6, 0, 200), (9.5, 1, 200));
        StreamCounts counts = StreamCounts.Of(heard, Settings, Labels);
        Assert.Equal((3, 1, 1, 1, 1), (counts.Words, counts.Right, counts.Wrong, counts.Missed, counts.FalseAccepts));
        Assert.Equal(0.5, counts.MeanLatency, 1e-9);
        Assert.Equal(1 / heard.Stream.Hours, counts.FalseAcceptsPerHour, 1e-9);
    }

    [Fact]
    public void ASecondEventOfAWordIsFalseAndOtherSpeechIsNoWord()
    {
        HeardStream heard = Heard([new(0, 1, 1.4), new(-1, 4, 4.5)], (1.2, 0, 200), (1.8, 0, 200), (4.4, 1, 200));
        StreamCounts counts = StreamCounts.Of(heard, Settings, Labels);
        Assert.Equal((1, 1, 2), (counts.Words, counts.Right, counts.FalseAccepts));
    }

    /// <summary>The words of a score 180, its false events 170; b's words 120, and nothing false: each class gets what suits it.</summary>
    [Fact]
    public void ThresholdsSeparateWordsFromWhatIsNone()
    {
        HeardStream heard = Heard(
            [new(0, 1, 1.4), new(1, 3, 3.4), new(0, 5, 5.4), new(1, 7, 7.4)],
            (1.5, 0, 180), (2.7, 0, 170), (3.5, 1, 120), (4.7, 0, 170), (5.5, 0, 180), (7.5, 1, 120), (9, 0, 170));
        DetectorSettings chosen = ThresholdChoice.Choose([heard], Settings, Labels, 2, 0);
        Assert.InRange(chosen.Thresholds[0], 171, 180);
        Assert.InRange(chosen.Thresholds[1], 100, 120);
        Assert.Equal([0, 0], chosen.Thresholds[2..]);
        StreamCounts counts = StreamCounts.Of(heard, chosen, Labels);
        Assert.Equal((4, 0), (counts.Right, counts.FalseAccepts));
    }

    // Ten seconds of windows each 0.1 s, all silence but those given.
    private static HeardStream Heard(StreamWord[] words, params (double Time, int Label, int Score)[] events)
    {
        (double End, sbyte[] Scores)[] windows = [.. Enumerable.Range(0, 100).Select(i =>
        {
            sbyte[] scores = [-128, -128, -128, -128];
            foreach ((double time, int label, int score) in events)
            {
                if ((int)Math.Round(time * 10) == i)
                {
                    scores[label] = (sbyte)(score - 128);
                }
            }

            return (i / 10.0, scores);
        })];
        return new HeardStream(new SpeechStream(new float[80_000], words, 10), windows);
    }

    private static float[] Constant(int length) => [.. Enumerable.Repeat(1000f, length)];
}
