namespace TinyMl.Training.Speech;

/// <summary>One word, said once.</summary>
/// <param name="Speaker">Who.</param>
/// <param name="Label">The class.</param>
/// <param name="Name">The recording's name.</param>
/// <param name="Samples">At <see cref="SpeechSound.SampleRate"/>, 16-bit units.</param>
public sealed record SpokenWord(string Speaker, int Label, string Name, float[] Samples);
