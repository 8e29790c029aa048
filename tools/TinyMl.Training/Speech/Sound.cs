namespace TinyMl.Training.Speech;

/// <summary>Something to hear, which sounds otherwise each time.</summary>
/// <param name="Word">What is said, and by whom; of what nobody says the speaker is <see cref="Nobody"/>.</param>
/// <param name="HeldAside">Whether it only tests.</param>
/// <param name="Plain">The sound as it is, at the front end's window length.</param>
/// <param name="Varied">The same, varied.</param>
internal sealed record Sound(
    SpokenWord Word, bool HeldAside, Func<float[]> Plain, Func<Random, float[]> Varied)
{
    /// <summary>The speaker of silence.</summary>
    internal const string Nobody = "nobody";
}
