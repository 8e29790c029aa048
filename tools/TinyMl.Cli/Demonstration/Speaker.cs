using TinyMl.Training.Recordings;
using TinyMl.Training.Speech;

namespace TinyMl.Cli.Demonstration;

/// <summary>Somebody whom the model has not met: says each digit as often as one likes, each time a little differently.</summary>
/// <param name="Name">Who, and by what means.</param>
/// <param name="Words">So many sayings of each digit, which no other call returns.</param>
/// <param name="Others">Speech that is none of the digits.</param>
internal sealed record Speaker(string Name, Func<int, IReadOnlyList<SpokenWord>> Words, IReadOnlyList<SpokenWord> Others)
{
    // As much as people vary from one saying to the next: words a minute, and espeak-ng's own scale of pitch.
    private const int UsualSpeed = 170;
    private const int SpeedSpread = 25;
    private const int UsualPitch = 50;
    private const int PitchSpread = 12;

    /// <summary>A voice of espeak-ng.</summary>
    /// <param name="voice">The voice.</param>
    /// <param name="labels">The model's labels, the digits first.</param>
    /// <param name="others">Words that are no digits.</param>
    /// <param name="seed">Same seed, same sayings.</param>
    internal static Speaker Synthesised(string voice, string[] labels, string[] others, int seed)
    {
        Random random = new(seed);
        SpokenWord Say(string word, int label) => new(voice, label, word, SynthesisedVoices.Say(
            voice, word, UsualSpeed + random.Next(-SpeedSpread, SpeedSpread + 1), UsualPitch + random.Next(-PitchSpread, PitchSpread + 1)));
        return new Speaker(
            $"the voice {voice} of espeak-ng, synthesised on the spot",
            times => [.. Enumerable.Range(0, times * DemoScript.Digits).Select(i => Say(labels[i % DemoScript.Digits], i % DemoScript.Digits))],
            [.. others.Select(word => Say(word, -1))]);
    }

    /// <summary>Recordings of a folder, {digit}_{speaker}_{number}.wav.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The speaker; null: the first.</param>
    /// <param name="needed">Recordings of each digit that will be asked for.</param>
    internal static Speaker Recorded(string folder, string? name, int needed)
    {
        IReadOnlyList<SpokenWord> all = WordFolder.Read(folder);
        string speaker = name ?? all[0].Speaker;
        ILookup<int, SpokenWord> digits = all.Where(word => word.Speaker == speaker).ToLookup(word => word.Label);
        int least = Enumerable.Range(0, DemoScript.Digits).Min(digit => digits[digit].Count());
        if (least < needed)
        {
            throw new RecordingException(
                $"{folder}: holds {least} recordings of some digit by '{speaker}' and the demo needs {needed} of each: record more, ask for fewer with --tests and --shots, or name another with --speaker.");
        }

        int taken = 0;
        return new Speaker(
            $"the recordings of {speaker} in {folder}",
            times =>
            {
                SpokenWord[] words = [.. Enumerable.Range(0, DemoScript.Digits).SelectMany(digit => digits[digit].Skip(taken).Take(times))];
                taken += times;
                return words;
            },
            []);
    }
}
