using TinyMl.Compiler.Models;
using TinyMl.Training.Hand;
using TinyMl.Training.Recipes;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Evaluation;

/// <summary>Everything that a model card states.</summary>
public sealed record ModelEvaluation
{
    // Seeds of people that no recipe learns from: first_seed ends at 1,000,000 and writers follow it by at most 100,000.
    private const int Unseen = 3_000_000;

    /// <summary>The recipe.</summary>
    public required GestureRecipe Recipe { get; init; }

    /// <summary>The .tml file.</summary>
    public required ModelFile File { get; init; }

    /// <summary>The recordings held aside; null: the recipe has none.</summary>
    public RecordingScores? HeldAside { get; init; }

    /// <summary>All recordings, each by a model that did not see its fold; null: not done.</summary>
    public RecordingScores? CrossValidation { get; init; }

    /// <summary>Simulated writers as people differ, ten digits each.</summary>
    public required RecordingScores Writers { get; init; }

    /// <summary>Simulated writers who write digit after digit.</summary>
    public required StreamScores Stream { get; init; }

    /// <summary>Movement that is no digit.</summary>
    public required FalseActivations Idle { get; init; }

    /// <summary>Learning on the device, writer by writer.</summary>
    public required IReadOnlyList<PersonalizationResult> Personalization { get; init; }

    /// <summary>How learning was tested.</summary>
    public required PersonalizationOptions PersonalizationOptions { get; init; }

    /// <summary>Measures a model.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="data">Its data.</param>
    /// <param name="model">The model, trained without the recipe's held-aside fold.</param>
    /// <param name="crossValidation">The result of <see cref="CrossValidation"/>; null: not done.</param>
    public static ModelEvaluation Of(GestureRecipe recipe, TrainingData data, TrainedModel model, RecordingScores? crossValidation)
    {
        byte[] bytes = model.Compiled.Bytes;
        PersonalizationOptions options = new() { FirstSeed = Unseen + 10_000 };
        IEnumerable<ImuRecording> writers = Enumerable.Range(0, 500)
            .Select(i => WritingSession.Record(Writer.Sample(Unseen + (i / 10)), i % 10, 0));
        return new ModelEvaluation
        {
            Recipe = recipe,
            File = new ModelFile(bytes),
            HeldAside = recipe.Recordings is { } r ? RecordingScores.Of(data.Fold(r.HeldAside), model) : null,
            CrossValidation = crossValidation,
            Writers = RecordingScores.Of(writers, model),
            Stream = StreamScores.Of(bytes, Unseen + 1000, 30),
            Idle = FalseActivations.Of(bytes, Unseen + 2000, 24),
            Personalization = new PersonalizationExperiment(options).Run(bytes),
            PersonalizationOptions = options,
        };
    }
}
