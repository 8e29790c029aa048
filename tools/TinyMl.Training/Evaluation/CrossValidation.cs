using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training.Evaluation;

/// <summary>Trains a model per fold of the real recordings, without that fold, and tests each on its own fold.</summary>
public static class CrossValidation
{
    /// <summary>Runs all folds of the recipe; their scores together cover every recording once.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Its data.</param>
    /// <param name="known">The model trained without the recipe's held-aside fold; null: train that one as well.</param>
    /// <param name="progress">Receives a report after each epoch; null: none.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static RecordingScores Run(
        GestureRecipe recipe,
        TrainingData data,
        TrainedModel? known = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        RecordingsRecipe recordings = recipe.Recordings
            ?? throw new RecipeException($"{recipe.Name}, recordings: is missing; cross-validation needs real recordings.");
        RecordingScores scores = new(recipe.Labels);
        for (int fold = 0; fold < recordings.Folds; fold++)
        {
            TrainedModel model = fold == recordings.HeldAside && known is not null
                ? known
                : Trainer.Train(recipe, data.Examples(fold), $"fold {fold + 1} of {recordings.Folds}", progress, cancellation);
            scores.Add(RecordingScores.Of(data.Fold(fold), model));
        }

        return scores;
    }
}
