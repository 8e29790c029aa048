using TinyMl.Tests.Shared;
using TinyMl.Training.Recipes;
using TinyMl.Training.Users;

namespace TinyMl.Training.Tests;

/// <summary>Writers as users: nobody of them taught the base model, and each window shows its digit.</summary>
public sealed class WriterStudyTests
{
    private static readonly Lazy<WriterStudy> Study = new(() => new WriterStudy(
        (GestureRecipe)RecipeReader.ReadFile(Path.Combine(SharedData.Repository, "models", "gesture-digits", "recipe.json")) with { Recordings = null },
        string.Empty,
        2));

    [Fact]
    public void UsersTeachersAndStrangersAreDifferentPeople()
    {
        Assert.Equal(["writer 1", "writer 2"], Study.Value.Splits.Select(split => split.User));
        foreach (UserSplit split in Study.Value.Splits)
        {
            Assert.Empty(split.Own.Intersect(split.Others).Concat(split.Own.Intersect(split.Training)).Concat(split.Others.Intersect(split.Training)));
            Assert.All(split.Own, i => Assert.Equal(split.User, Study.Value.Data.Clips[i].User));
            Assert.Equal(Enumerable.Repeat(12, 10), split.Own.CountBy(i => Study.Value.Data.Clips[i].Label).OrderBy(c => c.Key).Select(c => c.Value));

            // Others do everything that a board must tell apart, stillness and walking included.
            Assert.Equal(11, split.Others.Select(i => Study.Value.Data.Clips[i].Label).Distinct().Count());
        }

        Assert.Single(Study.Value.Splits.Select(Study.Value.BaseOf).Distinct());
    }

    /// <summary>The shipped model, which knows none of them, names most of an ordinary stranger's windows right.</summary>
    [Fact]
    public void WindowsShowTheirDigits()
    {
        UserSplit split = Study.Value.Splits[0];
        using Evaluation.ModelPlayer player = new(File.ReadAllBytes(
            Path.Combine(SharedData.Repository, "models", "gesture-digits", "gesture-digits.tml")));
        int right = split.Others.Count(i =>
        {
            UserClip clip = Study.Value.Data.Clips[i];
            return System.Numerics.Tensors.TensorPrimitives.IndexOfMax(player.Classify(clip.Window)) == clip.Label;
        });
        Assert.True(right > 0.95 * split.Others.Length, $"{right} of {split.Others.Length}");
    }
}
