using TinyMl.Training.Numerics;

namespace TinyMl.Training.Speech;

/// <summary>A word in a stream.</summary>
/// <param name="Label">The class; -1: speech that is none of the words.</param>
/// <param name="Start">Where it begins, seconds.</param>
/// <param name="End">Where it ends.</param>
public sealed record StreamWord(int Label, double Start, double End);

/// <summary>
/// Words, with pauses of 1.5 to 4 s, in a background that is another one each ten seconds; after each three of them speech that is
/// none of the words, where there is some.
/// </summary>
/// <param name="Samples">At <see cref="SpeechSound.SampleRate"/>, 16-bit units.</param>
/// <param name="Words">In the order of time.</param>
/// <param name="SignalToNoise">Decibels from the background to each word.</param>
public sealed record SpeechStream(float[] Samples, IReadOnlyList<StreamWord> Words, double SignalToNoise)
{
    private const int WordsBeforeAnother = 3;
    private const int BackgroundSamples = 10 * SpeechSound.SampleRate;
    private const double WordLevel = 3000;

    /// <summary>Its length.</summary>
    public double Hours => Samples.Length / (3600.0 * SpeechSound.SampleRate);

    /// <summary>Makes a stream.</summary>
    /// <param name="words">Words of the model, each said once.</param>
    /// <param name="others">Speech that is none; may be empty.</param>
    /// <param name="signalToNoise">Decibels.</param>
    /// <param name="seed">Same seed, same stream.</param>
    public static SpeechStream Make(
        IReadOnlyList<SpokenWord> words, IReadOnlyList<SpokenWord> others, double signalToNoise, int seed)
    {
        Random random = new(seed);
        SpokenWord[] order = [.. words];
        random.Shuffle(order);
        List<(SpokenWord Word, int Start, bool Known)> said = [];
        int at = 0;
        void Say(SpokenWord word, bool known)
        {
            at += (int)(random.Between(1.5, 4) * SpeechSound.SampleRate);
            said.Add((word, at, known));
            at += word.Samples.Length;
        }

        for (int i = 0; i < order.Length; i++)
        {
            Say(order[i], true);
            if (i % WordsBeforeAnother == WordsBeforeAnother - 1 && others.Count > 0)
            {
                Say(others[random.Next(others.Count)], false);
            }
        }

        float[] samples = new float[at + (2 * SpeechSound.SampleRate)];
        for (int from = 0; from < samples.Length; from += BackgroundSamples)
        {
            Span<float> part = samples.AsSpan(from, Math.Min(BackgroundSamples, samples.Length - from));
            Background.AddTo(part, WordLevel * SpeechSound.Factor(-signalToNoise), random);
        }

        foreach ((SpokenWord word, int start, _) in said)
        {
            float gain = (float)(WordLevel / SpeechSound.Rms(word.Samples));
            for (int i = 0; i < word.Samples.Length; i++)
            {
                samples[start + i] += gain * word.Samples[i];
            }
        }

        const double rate = SpeechSound.SampleRate;
        return new SpeechStream(
            samples,
            said.Select(s => new StreamWord(s.Known ? s.Word.Label : -1, s.Start / rate, (s.Start + s.Word.Samples.Length) / rate)).ToArray(),
            signalToNoise);
    }
}
