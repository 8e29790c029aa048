using TinyMl.Training.Numerics;

namespace TinyMl.Training.Speech;

/// <summary>Speech that is no word: words backwards, the beginning of one before the end of another, and words that are cut off.</summary>
internal static class NonWords
{
    // The splice fades from one word to the other, 10 ms.
    private const int Crossfade = SpeechSound.SampleRate / 100;

    /// <summary>Makes one.</summary>
    /// <param name="words">Words of one speaker, of two classes at least.</param>
    /// <param name="random">Draws which, and how.</param>
    internal static float[] Make(IReadOnlyList<SpokenWord> words, Random random)
    {
        SpokenWord word = words[random.Next(words.Count)];
        switch (random.Next(3))
        {
            case 0:
                return [.. word.Samples.Reverse()];
            case 1:
                SpokenWord[] others = words.Where(w => w.Label != word.Label).ToArray();
                return Splice(word.Samples, others[random.Next(others.Length)].Samples, random);
            default:
                return CutOff(word.Samples, random);
        }
    }

    private static float[] Splice(float[] first, float[] second, Random random)
    {
        int until = (int)(first.Length * random.Between(0.4, 0.7));
        int from = (int)(second.Length * random.Between(0.3, 0.6));
        float[] spliced = new float[until + second.Length - from];
        first.AsSpan(0, until).CopyTo(spliced);
        for (int i = 0; i < second.Length - from; i++)
        {
            float fade = Math.Min(1, (float)i / Crossfade);
            int before = until - Crossfade + i;
            spliced[Math.Max(0, until - Crossfade) + i] = i < Crossfade && before >= 0
                ? ((1 - fade) * first[before]) + (fade * second[from + i])
                : second[from + i];
        }

        return spliced;
    }

    // A third to a half of a word, its beginning or its end.
    private static float[] CutOff(float[] word, Random random)
    {
        int kept = (int)(word.Length * random.Between(0.33, 0.5));
        return random.Next(2) == 0 ? word[..kept] : word[^kept..];
    }
}
