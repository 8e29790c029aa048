using TinyMl.Training.Recipes;
using TinyMl.Training.Speech;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>Opens what users there are, by what the source holds.</summary>
internal static class Studies
{
    internal const string Sources =
        "a folder of words ({digit}_{speaker}_{number}.wav, 8 kHz) or of gestures (subject{n}_measurement{m}.csv), or a recipe.json: simulated writers";

    /// <summary>What a page calls the study.</summary>
    internal static string NameOf(IUserStudy study) =>
        study.Data is SpokenDigits ? "evaluated: words" : study.Data is GestureFolder ? "evaluated: gestures" : "evaluated: writers";

    internal static IUserStudy Open(string source, StudyRecipe recipe)
    {
        if (File.Exists(source))
        {
            return new WriterStudy(RecipeReader.ReadFile(source), Workspace.Shared, recipe.Writers);
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
