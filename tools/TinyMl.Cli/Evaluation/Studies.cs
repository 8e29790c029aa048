using TinyMl.Training;
using TinyMl.Training.Recipes;
using TinyMl.Training.Speech;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>Opens what users there are, by what the source holds.</summary>
internal static class Studies
{
    internal const string Sources =
        "a folder of words ({digit}_{speaker}_{number}.wav, 8 kHz) or of gestures (subject{n}_measurement{m}.csv), or a recipe.json: its speakers, or simulated writers";

    /// <summary>What a page calls the study.</summary>
    internal static string NameOf(IUserStudy study) =>
        study.Data switch
        {
            SpokenDigits => "evaluated: words",
            SpeechData => "evaluated: speakers",
            GestureFolder => "evaluated: gestures",
            _ => "evaluated: writers",
        };

    internal static IUserStudy Open(string source, StudyRecipe recipe)
    {
        if (File.Exists(source))
        {
            return RecipeReader.ReadFile(source) switch
            {
                SpeechRecipe words => new SpeakerStudy(words, Workspace.Shared),
                Recipe gestures => new WriterStudy((GestureRecipe)gestures, Workspace.Shared, recipe.Writers),
            };
        }

        if (Directory.Exists(source) && Directory.EnumerateFiles(source, "*.csv").Any())
        {
            return new LeaveOneOutStudy(
                new GestureFolder(source, recipe.Recordings), BaseRecipe.Movement(recipe.Channels, recipe.Epochs));
        }

        return new LeaveOneOutStudy(
            new SpokenDigits(source, new SpeechFrontEnd(), new SpeechVariation(), recipe.Recordings),
            BaseRecipe.Speech(recipe.Channels, recipe.Epochs));
    }
}
