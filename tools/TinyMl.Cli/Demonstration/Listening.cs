using System.Globalization;
using Spectre.Console;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Models;
using TinyMl.Monitor;
using TinyMl.Training.Speech;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>What a board with a microphone hears in a recording of which nobody says what it is.</summary>
internal static class Listening
{
    // The board is switched on, and its last window ends, beside the recording.
    private const int Quiet = 2 * SpeechSound.SampleRate;

    internal static int Run(byte[] model, ModelFile file, string recording, MicrophoneKind microphone, bool json)
    {
        float[] samples = Files.ReadWav(recording, SpeechSound.SampleRate);
        using VirtualBoardHost board = new(new VirtualBoardOptions
        {
            Model = model,
            Microphone = microphone,
            Sound = new SampledSound([.. new float[Quiet], .. samples, .. new float[Quiet]], SpeechSound.SampleRate),
        });
        board.RunFor(TimeSpan.FromSeconds((samples.Length + (2.0 * Quiet)) / SpeechSound.SampleRate));
        ProtocolLine[] log = [.. board.TakeLines().Select(ProtocolParser.Parse)];
        ProtocolLine[] events = [.. log.Where(line => line.Kind == LineKind.Event && line.Name == "event")];
        if (json)
        {
            Report.WriteJson(new { events = events.Select(Event), lines = log.Select(line => line.Text) });
            return (int)ExitCode.Success;
        }

        foreach (ProtocolLine line in log.Where(line => line.Kind is LineKind.Start or LineKind.Error or LineKind.Sensor))
        {
            Console.WriteLine("  " + line.Text);
        }

        Table table = Report.Table("s", "heard", "score");
        foreach (ProtocolLine line in events)
        {
            table.AddRow(Seconds(line).ToString("0.00", CultureInfo.InvariantCulture), line["label"]!, line["score"]!);
        }

        AnsiConsole.Write(table);
        return (int)ExitCode.Success;
    }

    private static object Event(ProtocolLine line) => new
    {
        seconds = Seconds(line),
        label = line["label"],
        score = int.Parse(line["score"]!, CultureInfo.InvariantCulture),
    };

    // Of the recording.
    private static double Seconds(ProtocolLine line) =>
        (double.Parse(line["t"]!, CultureInfo.InvariantCulture) / 1000) - ((double)Quiet / SpeechSound.SampleRate);
}
