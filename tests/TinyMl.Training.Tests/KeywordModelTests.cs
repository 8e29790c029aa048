using System.Numerics.Tensors;
using TinyMl.Compiler.Models;
using TinyMl.Tests.Shared;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Tests;

/// <summary>The shipped model of words: its budget, and what it understands of recordings that it has never heard.</summary>
public class KeywordModelTests
{
    private static readonly byte[] Model =
        File.ReadAllBytes(Path.Combine(SharedData.Repository, "models", "keyword-digits", "keyword-digits.tml"));

    [Fact]
    public void ItKeepsToItsBudgetAndNamesNoEventForWhatIsNoWord()
    {
        ModelFile file = new(Model);
        Assert.InRange(file.ArenaBytes, 1, 16 * 1024);
        Assert.InRange(file.LearnArenaBytes, file.ArenaBytes, 16 * 1024);
        Assert.InRange(file.Bytes, 1, 60 * 1024);
        Assert.IsType<AudioFrontEnd>(file.FrontEnd);
        Assert.Equal(["unknown", "silence"], file.Labels[^2..]);
        Assert.Equal([0, 0], file.Detector!.Thresholds[^2..]);
        Assert.All(file.Detector.Thresholds[..^2], on => Assert.InRange(on, file.Detector.ThresholdOff, 255));
    }

    /// <summary>Each fifth recording of a speaker and digit, which the recipe holds aside: 500.</summary>
    [SharedFact]
    public void KnownSpeakersAreUnderstood()
    {
        using RecordPlayer player = new(Model);
        using DeviceSpeech ears = new((AudioFrontEnd)player.FrontEnd);
        sbyte[] window = new sbyte[ears.Shape.Elements];
        SpokenWord[] aside = [.. WordFolder.Read(Path.Combine(SharedData.Root!, "data", "spoken-digits"))
            .GroupBy(word => (word.Speaker, word.Label))
            .SelectMany(group => group.Where((_, i) => i % 5 == 0))];
        int right = 0;
        foreach (SpokenWord word in aside)
        {
            ears.Compute(SpeechFrontEnd.Place(word.Samples), window);
            right += TensorPrimitives.IndexOfMax(player.Classify(window)) == word.Label ? 1 : 0;
        }

        Assert.Equal(500, aside.Length);
        Assert.InRange((double)right / aside.Length, 0.97, 1);
    }
}
