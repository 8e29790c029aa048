using TinyMl.Training.Numerics;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Hand;

/// <summary>Someone who does anything but write digits.</summary>
public static class IdleStream
{
    /// <summary>A stream of random <see cref="IdleMotion"/>s of 1 to 6 seconds.</summary>
    /// <param name="seed">Same seed, same stream.</param>
    /// <param name="seconds">Length, at least.</param>
    /// <param name="spread">How far the person differs from the usual.</param>
    public static ImuSequence Make(int seed, double seconds, double spread = 1)
    {
        Random random = new(Seeds.Mix(seed, 0x1D));
        WritingSession session = new(Writer.Sample(seed, spread), seed);
        IdleMotion[] motions = Enum.GetValues<IdleMotion>();
        session.Rest(0.5);
        while (session.Seconds < seconds)
        {
            session.Do(motions[random.Next(motions.Length)], random.Between(1, 6));
        }

        return session.Build().Sequence;
    }
}
