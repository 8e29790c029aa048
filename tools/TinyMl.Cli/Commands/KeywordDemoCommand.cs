using System.CommandLine;
using TinyMl.Cli.Demonstration;
using TinyMl.Compiler.Models;
using TinyMl.Training.Recipes;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml demo keyword</c>: the same demo with a microphone and spoken digits.</summary>
internal static class KeywordDemoCommand
{
    private const string Voices = "espeak-ng";

    internal static Command Create()
    {
        Option<string> model = new("--model") { Description = "the model; default: the keyword model that comes with the repository" };
        Option<string> replay = new("--replay")
        {
            Description = "recordings in place of a synthesised voice: a folder of {digit}_{speaker}_{number}.wav (the whole demo), or one .wav, 16-bit PCM, 8 kHz (what the board hears in it)",
        };
        Option<string> speaker = new("--speaker") { Description = $"who speaks: a voice of {Voices}, or a speaker of the folder" };
        Option<MicrophoneKind> microphone = new("--microphone")
        {
            Description = "the simulated microphone",
            DefaultValueFactory = _ => MicrophoneKind.I2s,
        };
        Option<int> seed = DemoCommand.Seed("another speaker");
        Option<int> tests = DemoCommand.Tests("said");
        Option<int> shots = DemoCommand.Shots("said");
        Option<bool> json = Arguments.Json();
        Command command = new("keyword", $"A voice that the model has not met says digits in changing backgrounds: the same with a microphone. Needs {Voices} unless recordings are given.")
        {
            model, replay, speaker, microphone, seed, tests, shots, json,
        };
        command.SetAction(parsed =>
        {
            DemoCommand.CheckCounts(parsed.GetValue(tests), parsed.GetValue(shots));
            string path = parsed.GetValue(model) ?? Workspace.KeywordModel;
            (byte[] bytes, ModelFile file) = ModelLoader.Load(path);
            if (file.FrontEnd is not AudioFrontEnd || file.Learning is null || file.Detector is null)
            {
                throw new UserError(ExitCode.Model, $"{path} has no front end of sound, detector or learning: the demo needs all three.");
            }

            if (parsed.GetValue(replay) is { } recording && !Directory.Exists(recording))
            {
                return Listening.Run(bytes, file, recording, parsed.GetValue(microphone), parsed.GetValue(json));
            }

            Speaker who = parsed.GetValue(replay) is { } folder
                ? Speaker.Recorded(folder, parsed.GetValue(speaker), parsed.GetValue(tests) + parsed.GetValue(shots) + 1)
                : Voice(parsed.GetValue(speaker), file.Labels, parsed.GetValue(seed));
            if (!parsed.GetValue(json))
            {
                Console.WriteLine($"The speaker: {who.Name}.");
            }

            DemoScript script = KeywordScript.Make(
                who, parsed.GetValue(microphone), parsed.GetValue(seed), parsed.GetValue(tests), parsed.GetValue(shots));
            return DemoCommand.Run(bytes, file, script, parsed.GetValue(json));
        });
        return command;
    }

    /// <summary>A synthesised voice that the model has not met.</summary>
    /// <param name="name">Which; null: one of those that the recipe holds aside.</param>
    /// <param name="labels">The model's labels.</param>
    /// <param name="seed">Who, and how it varies.</param>
    internal static Speaker Voice(string? name, string[] labels, int seed)
    {
        VoicesRecipe voices = ((SpeechRecipe)RecipeReader.ReadFile(Workspace.KeywordRecipe)).Voices!;
        return Speaker.Synthesised(
            name ?? voices.HeldAside[(uint)seed % (uint)voices.HeldAside.Length], labels, voices.OtherWordsHeldAside, seed);
    }
}
