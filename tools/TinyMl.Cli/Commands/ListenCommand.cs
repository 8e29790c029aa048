using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TinyMl.Cli.Rendering;
using TinyMl.Compiler.Models;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Recordings;
using TinyMl.Training.Speech;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml listen MODEL.tml FILE.wav</c>: a recording through the device's front end and network.</summary>
internal static class ListenCommand
{
    internal static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Argument<string> recording = new("recording")
        {
            Description = "a WAVE file: 16-bit PCM, one channel, the model's sample rate",
        };
        Option<double> from = EvaluateCommand.Number(
            "--from", "seconds of the recording to leave out; as much silence follows it, so that frames begin elsewhere", 0.0, 0, 3600);
        Option<bool> json = Arguments.Json();
        Command command = new("listen", "What a model hears in a recording, window by window, bit for bit as on the device.")
        {
            model, recording, from, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(model);
            (byte[] bytes, ModelFile file) = ModelLoader.Load(path);
            if (file.FrontEnd is not AudioFrontEnd frontEnd)
            {
                throw new UserError(
                    ExitCode.Model, $"{path} has no front end of sound: compile it with one, 'tinyml compile --front-end'.");
            }

            string source = parsed.GetRequiredValue(recording);
            using RecordPlayer player = new(bytes);
            float[] samples = Files.ReadWav(source, frontEnd.SampleRate / 1000);
            int leftOut = (int)Math.Min(samples.Length, Math.Round(parsed.GetValue(from) * frontEnd.SampleRate / 1000));
            IReadOnlyList<PlayedWindow> windows = player.Play(
                Pcm.Records(frontEnd, [.. samples[leftOut..], .. new float[leftOut]]));
            if (windows.Count == 0)
            {
                throw new UserError(
                    ExitCode.Content, $"{source} is shorter than the model's window: record at least {frontEnd.WindowSamples} samples.");
            }

            Write(file, windows, parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Write(ModelFile file, IReadOnlyList<PlayedWindow> windows, bool json)
    {
        TensorRecord output = file.Tensors[file.Outputs[^1]];
        double Real(sbyte score) => output.Scale * (score - output.ZeroPoint);
        var heard = windows.Select(window =>
        {
            int best = Array.IndexOf(window.Scores, window.Scores.Max());
            string name = best < file.Labels.Length ? file.Labels[best] : best.ToString(CultureInfo.InvariantCulture);
            return (window.End, Class: best, Name: name, Score: Real(window.Scores[best]));
        }).ToArray();
        if (json)
        {
            Report.WriteJson(heard.Select(h => new { seconds = h.End, @class = h.Class, name = h.Name, score = h.Score }));
            return;
        }

        Table table = Report.Table("until s", "class", "score");
        foreach ((double end, _, string name, double score) in heard)
        {
            table.AddRow(
                end.ToString("0.00", CultureInfo.InvariantCulture),
                Markup.Escape(name),
                score.ToString("0.000", CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
    }
}
