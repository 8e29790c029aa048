using TinyMl.Training.Speech;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>A new speaker says digits, and other words, in changing backgrounds.</summary>
internal sealed class KeywordScript : IDemoScript
{
    /// <summary>Decibels from the backgrounds to the words.</summary>
    internal const double SignalToNoise = 25;

    private const int NextDigit = 5;

    // A board that was just switched on has no whole window yet.
    private const int FirstSeconds = 3;

    private readonly SpeechStream _test;
    private readonly SpeechStream _shots;
    private readonly SpeechStream _nextDay;
    private readonly MicrophoneKind _microphone;
    private readonly Random _friend;

    internal KeywordScript(Speaker speaker, MicrophoneKind microphone, int seed, int testsPerDigit, int shotsPerDigit)
    {
        Seed = seed;
        _microphone = microphone;
        _test = WholeSeconds(SpeechStream.Make(speaker.Words(testsPerDigit), speaker.Others, SignalToNoise, seed));
        _shots = WholeSeconds(SpeechStream.Make(speaker.Words(shotsPerDigit), [], SignalToNoise, seed + 1));
        SpeechStream next = SpeechStream.Make(
            [.. speaker.Words(1).Where(word => word.Label == NextDigit)], [], SignalToNoise, seed + 2);

        // Before a word there is always more than a second of background.
        float[] second = next.Samples[..SpeechSound.SampleRate];
        _nextDay = new SpeechStream(
            [.. Enumerable.Repeat(second, FirstSeconds).SelectMany(samples => samples), .. next.Samples],
            [.. next.Words.Select(word => word with { Start = word.Start + FirstSeconds, End = word.End + FirstSeconds })],
            SignalToNoise);
        _friend = new Random(seed);
    }

    public int Seed { get; }

    /// <summary>
    /// A Cortex-M4 at 160 MHz with the kernels of its profile: 1.4 instructions a multiply-accumulate at 1.5 cycles (the model's
    /// card, "Real time"), and the front end's instructions on top.
    /// </summary>
    public double MacsPerMicrosecond => 70;

    public DemoHeadings Headings { get; } = new(
        "A new speaker says digits, and after each three another word; nothing is learnt yet",
        "The speaker goes on and tells the board each digit",
        "The speaker says the first digits once more",
        "The same again with a new board, but a friend of the speaker labels: every label is wrong",
        "The first board, switched on again, learns one more digit; the power fails while it writes that down");

    public DemoPart Test => Part(_test);

    public DemoPart Shots => Part(_shots);

    public DemoPart NextDay => Part(_nextDay);

    public int WrongLabel(int digit) => (digit + _friend.Next(1, IDemoScript.Digits)) % IDemoScript.Digits;

    public void FirstDay(VirtualBoardOptions board) => Sound(board, _test, _shots, _test);

    public void SecondDay(VirtualBoardOptions board) => Sound(board, _nextDay);

    private void Sound(VirtualBoardOptions board, params SpeechStream[] streams)
    {
        board.Microphone = _microphone;
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
