using TinyMl.Compiler.Models;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Recipes;

/// <summary>Reads what only recipes of spoken words have.</summary>
internal static class SpeechRecipeReader
{
    /// <summary>Reads the sections.</summary>
    internal static SpeechRecipe Read(RecipeNode root)
    {
        SpeechRecipe recipe = new()
        {
            Name = root.Text("name"),
            Labels = Labels(root),
            Recordings = RecipeReader.Recordings(root.Section("recordings"), 1),
            Voices = root.Has("voices") ? Voices(root.Section("voices")) : null,
            Architecture = RecipeReader.Layers(root),
            Augmentation = Augmentation(root.Section("augmentation")),
            FrontEnd = FrontEnd(root.Section("front_end")),
        };
        return recipe with
        {
            Variants = root.Int("variants", recipe.Variants, 1, 1000),
            SplicesPerSpeaker = root.Int("splices_per_speaker", recipe.SplicesPerSpeaker, 0, 100_000),
            SilenceDraws = root.Int("silence_draws", recipe.SilenceDraws, 0, 100_000),
        };
    }

    private static string[] Labels(RecipeNode root)
    {
        string[] labels = root.Texts("labels");
        return labels.Length >= 4 && labels[^2] == SpeechRecipe.Unknown && labels[^1] == SpeechRecipe.Silence
            ? labels
            : throw root.Fault(
                "labels",
                $"do not end with \"{SpeechRecipe.Unknown}\" and \"{SpeechRecipe.Silence}\" after two words or more",
                "write the words in the order of their numbers, then these two");
    }

    private static VoicesRecipe Voices(RecipeNode node) => RecipeReader.Ended(node, new VoicesRecipe
    {
        Names = node.Texts("names"),
        HeldAside = node.Texts("held_aside"),
        OtherWords = node.Texts("other_words"),
        OtherWordsHeldAside = node.Texts("other_words_held_aside"),
    });

    private static WordVariation Augmentation(RecipeNode node)
    {
        WordVariation usual = new();
        return RecipeReader.Ended(node, new WordVariation
        {
            Tempo = node.Number("tempo", usual.Tempo, 0, 0.5),
            Pitch = node.Number("pitch", usual.Pitch, 0, 0.3),
            Gain = node.Number("gain", usual.Gain, 0, 60),
            Equaliser = node.Number("equaliser", usual.Equaliser, 0, 20),
            Rooms = node.Number("rooms", usual.Rooms, 0, 1),
            Noise = node.Number("noise", usual.Noise, 0, 1),
            LeastSignalToNoise = node.Number("least_signal_to_noise", usual.LeastSignalToNoise, -20, 40),
            Masks = node.Number("masks", usual.Masks, 0, 1),
        });
    }

    private static AudioFrontEnd FrontEnd(RecipeNode node)
    {
        string preset = node.Text("preset", "log-mel-49x40-8k");
        AudioFrontEnd usual = AudioFrontEnd.Presets.GetValueOrDefault(preset) ?? throw node.Fault(
            "preset", $"is \"{preset}\"", $"write one of {string.Join(", ", AudioFrontEnd.Presets.Keys)}");
        int nyquist = usual.SampleRate / 2000;
        AudioFrontEnd frontEnd = usual with
        {
            Bands = node.Int("bands", usual.Bands, 1, 64),
            Coefficients = node.Int("coefficients", usual.Coefficients, 0, 64),
            LowHertz = node.Int("low_hertz", usual.LowHertz, 0, nyquist - 1),
            HighHertz = node.Int("high_hertz", usual.HighHertz, 1, nyquist),
            Hop = node.Int("hop", usual.Hop, 1, usual.Rows),
        };
        return frontEnd.SampleRate == SpeechSound.SampleRate * 1000 ? RecipeReader.Ended(node, frontEnd) : throw node.Fault(
            "preset", $"is \"{preset}\"", $"write one for {SpeechSound.SampleRate} Hz, the rate of the recordings");
    }
}
