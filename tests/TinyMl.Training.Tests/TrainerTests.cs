using System.Numerics.Tensors;
using TinyMl.Compiler.Learning;
using TinyMl.Engine;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Hand;
using TinyMl.Training.Recipes;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Tests;

/// <summary>A recipe in short form, from simulation to a .tml file that learns: everything in small.</summary>
public sealed class TrainerTests
{
    private const string Small = """
        {
          "name": "small",
          "labels": ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "nothing"],
          "simulation": { "writers": 60, "spread": 0.8, "digit_draws": 1500, "part_draws": 300, "idle_draws": 300, "idle_minutes": 10 },
          "architecture": [
            { "filters": 16, "filter": 5, "stride": 2 },
            { "filters": 24, "filter": 5, "stride": 2 },
            { "filters": 32, "filter": 5, "stride": 2 }
          ],
          "training": { "epochs": 10, "batch": 32, "rate": 0.004, "average": 0.98 },
          "learning": { "rate": 0.1, "decay": 0.001 }
        }
        """;

    private static readonly Lazy<TrainedModel> Model = new(() =>
    {
        GestureRecipe recipe = (GestureRecipe)RecipeReader.Read(Small, "small.json");
        using TrainingData data = TrainingData.Prepare(recipe, string.Empty);
        return Trainer.Train(recipe, data.Examples(null));
    });

    [Fact]
    public void WritersNeverLearntFromAreUnderstoodFarAboveChance()
    {
        ImuRecording[] recordings = Enumerable.Range(0, 200)
            .Select(i => WritingSession.Record(Writer.Sample(500_000 + (i / 10), 0.8), i % 10, 0))
            .ToArray();
        RecordingScores scores = RecordingScores.Of(recordings, Model.Value);

        // Chance is one in eleven.
        Assert.InRange(scores.Float.Accuracy, 0.75, 1);
        Assert.InRange(scores.Quantized.Accuracy, scores.Float.Accuracy - 0.03, 1);
        Assert.Equal(200, scores.Quantized.Total);
    }

    [Fact]
    public void TheCompiledModelProvesAndPassesItsSelfTests()
    {
        byte[] bytes = Model.Value.Compiled.Bytes;
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(bytes));
        using NativeEngine engine = new(bytes);
        Assert.Equal("small", engine.Name);
        Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(TmlStatus.Ok, engine.SelfTest(i)));
    }

    /// <summary>Four windows of each class, which the model understands as well as any that it was trained on.</summary>
    [Fact]
    public void TheModelCarriesAFactorySet()
    {
        IReadOnlyList<LearningExample> shots = Model.Value.Pipeline.FactoryShots;
        Assert.Equal(Enumerable.Range(0, 44).Select(i => i / 4), shots.Select(shot => shot.Label));
        Assert.Equal(44, shots.Select(shot => string.Join(' ', shot.Window)).Distinct().Count());
        Assert.Equal(44, new Compiler.Models.ModelFile(Model.Value.Compiled.Bytes).FactoryShots);
        using NativeEngine engine = new(Model.Value.Compiled.Bytes);
        int right = shots.Count(shot =>
        {
            shot.Window.CopyTo(engine.Input());
            engine.Run();
            return TensorPrimitives.IndexOfMax(engine.Output()) == shot.Label;
        });
        Assert.InRange(right, 34, 44);
    }

    [Fact]
    public void StillnessIsNothing()
    {
        using ModelPlayer player = new(Model.Value.Compiled.Bytes);
        ImuSequence still = new WritingSession(Writer.Sample(1, 0), 1).Rest(10).Build().Sequence;
        Assert.All(player.Play(still), w => Assert.Equal(10, Array.IndexOf(w.Scores, w.Scores.Max())));
    }

    [Fact]
    public void LearningOnTheDeviceHelpsUnusualWriters()
    {
        PersonalizationExperiment experiment = new(new PersonalizationOptions { Writers = 8, Tests = 3, Spread = 1.2 });
        IReadOnlyList<PersonalizationResult> results = experiment.Run(Model.Value.Compiled.Bytes);
        Assert.Equal(8, results.Count);
        Assert.True(
            results.Average(r => r.Gain) > 0.01,
            string.Join(", ", results.Select(r => $"{r.Before:P0} to {r.After:P0}")));
    }

    [Fact]
    public void WindowsComeDueAtEveryHop()
    {
        using ModelPlayer player = new(Model.Value.Compiled.Bytes);
        ImuSequence still = new(50, new float[6 * 260]);
        Assert.Equal([4.0, 4.2, 4.4, 4.6, 4.8, 5.0, 5.2], player.Play(still).Select(w => Math.Round(w.End, 6)));
        Assert.Throws<ArgumentException>(() => player.Play(new ImuSequence(60, new float[60])));
    }

    [Fact]
    public void TheCardIsReplacedBetweenItsMarks()
    {
        PersonalizationOptions options = new() { Writers = 2, Tests = 1 };
        byte[] bytes = Model.Value.Compiled.Bytes;
        GestureRecipe recipe = (GestureRecipe)RecipeReader.Read(Small, "small.json");
        ModelEvaluation evaluation = new()
        {
            Recipe = recipe,
            File = new Compiler.Models.ModelFile(bytes),
            Writers = RecordingScores.Of([WritingSession.Record(Writer.Sample(1), 1, 0)], Model.Value),
            Stream = StreamScores.Of(bytes, 5, 1),
            Idle = FalseActivations.Of(bytes, 5, 1),
            Personalization = new PersonalizationExperiment(options).Run(bytes),
            PersonalizationOptions = options,
        };
        string card = CardWriter.Update($"before\n{CardWriter.Begin}\nold\n{CardWriter.End}\nafter\n", CardWriter.Measured(evaluation));
        Assert.StartsWith($"before\n{CardWriter.Begin}\n### Accuracy\n", card, StringComparison.Ordinal);
        Assert.EndsWith($"{CardWriter.End}\nafter\n", card, StringComparison.Ordinal);
        Assert.DoesNotContain("old", card, StringComparison.Ordinal);
        Assert.Contains("| simulated writers never learnt from | 1 |", card, StringComparison.Ordinal);
        Assert.Throws<RecipeException>(() => CardWriter.Update("no marks", string.Empty));
    }
}
