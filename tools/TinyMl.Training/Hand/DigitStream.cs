using TinyMl.Training.Numerics;

namespace TinyMl.Training.Hand;

/// <summary>Someone who writes digit after digit with pauses.</summary>
public static class DigitStream
{
    /// <summary>A session with random digits, each as often as the others where the count allows.</summary>
    /// <param name="writer">Who writes.</param>
    /// <param name="seed">Same writer and seed, same session.</param>
    /// <param name="count">Digits.</param>
    public static Session Make(Writer writer, int seed, int count)
    {
        Random random = new(Seeds.Mix(writer.Seed, seed, 0xD1));
        int[] digits = Enumerable.Range(0, count).Select(i => i % 10).ToArray();
        random.Shuffle(digits);
        return Make(writer, seed, digits, () => random.Between(0.8, 2.5));
    }

    /// <summary>A session with given digits.</summary>
    /// <param name="writer">Who writes.</param>
    /// <param name="seed">Same writer and seed, same session.</param>
    /// <param name="digits">What to write.</param>
    /// <param name="pause">Draws the stillness after each digit, in seconds.</param>
    public static Session Make(Writer writer, int seed, IEnumerable<int> digits, Func<double> pause)
    {
        WritingSession session = new(writer, seed);
        session.Rest(1);
        foreach (int digit in digits)
        {
            session.Write(digit).Rest(pause());
        }

        return session.Rest(1).Build();
    }
}
