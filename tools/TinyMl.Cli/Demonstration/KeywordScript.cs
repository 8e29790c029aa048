using TinyMl.Training.Speech;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>A new speaker says digits, and other words, in changing backgrounds.</summary>
internal static class KeywordScript
{
    /// <summary>Decibels from the backgrounds to the words.</summary>
    internal const double SignalToNoise = 25;

    // A Cortex-M4 at 160 MHz with the kernels of its profile: 1.4 instructions a multiply-accumulate at 1.5 cycles (the model's
    // card, "Real time"), and the front end's instructions on top.
    private const double MacsPerMicrosecond = 70;

    private const int NextDigit = 5;

    // A board that was just switched on has no whole window yet.
    private const int FirstSeconds = 3;

    private static readonly DemoHeadings Headings = new(
        "A new speaker says digits, and after each three another word; nothing is learnt yet",
        "The speaker goes on and tells the board each digit",
        "The speaker says the first digits once more",
        "The same again with a new board, but a friend of the speaker labels: every label is wrong",
        "The first board, switched on again, learns one more digit; the power fails while it writes that down");

    internal static DemoScript Make(Speaker speaker, MicrophoneKind microphone, int seed, int testsPerDigit, int shotsPerDigit)
    {
        SpeechStream test = WholeSeconds(SpeechStream.Make(speaker.Words(testsPerDigit), speaker.Others, SignalToNoise, seed));
        SpeechStream shots = WholeSeconds(SpeechStream.Make(speaker.Words(shotsPerDigit), [], SignalToNoise, seed + 1));
        SpeechStream next = SpeechStream.Make(
            [.. speaker.Words(1).Where(word => word.Label == NextDigit)], [], SignalToNoise, seed + 2);

        // Before a word there is always more than a second of background.
        float[] second = next.Samples[..SpeechSound.SampleRate];
        SpeechStream nextDay = new(
            [.. Enumerable.Repeat(second, FirstSeconds).SelectMany(samples => samples), .. next.Samples],
            [.. next.Words.Select(word => word with { Start = word.Start + FirstSeconds, End = word.End + FirstSeconds })],
            SignalToNoise);
        return new DemoScript(
            seed,
            MacsPerMicrosecond,
            Headings,
            Part(test),
            Part(shots),
            Part(nextDay),
            board => Sound(board, microphone, test, shots, test),
            board => Sound(board, microphone, nextDay));
    }

    private static void Sound(VirtualBoardOptions board, MicrophoneKind microphone, params SpeechStream[] streams)
    {
        board.Microphone = microphone;
        board.MicrophoneNoise = 0;
        board.Sound = new SampledSound([.. streams.SelectMany(stream => stream.Samples)], SpeechSound.SampleRate);
    }

    // So that the test falls on the same windows both times, and a board that learnt nothing hears the same.
    private static SpeechStream WholeSeconds(SpeechStream stream)
    {
        const int second = SpeechSound.SampleRate;
        int seconds = (stream.Samples.Length + second - 1) / second;
        return stream with { Samples = [.. stream.Samples, .. new float[(seconds * second) - stream.Samples.Length]] };
    }

    private static DemoPart Part(SpeechStream stream) => new(
        [.. stream.Words.Select(word => new DemoAction(word.Label, word.Start, word.End))],
        (double)stream.Samples.Length / SpeechSound.SampleRate);
}
