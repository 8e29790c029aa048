using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Engine;
using TinyMl.Training.Users;

namespace TinyMl.Training.Tests;

/// <summary>Who learns from what, and that the model in the trial is the one that learns.</summary>
public sealed class PersonalTrialTests
{
    private static readonly Tones Data = new();
    private static readonly UserSplit Split = UserSplit.LeaveOut(Data, "b", LeaveOneOutStudy.HeldOut);
    private static readonly Lazy<byte[]> Model = new(() =>
    {
        LeaveOneOutStudy study = new(Data, BaseRecipe.Speech(8, 8));
        Graph graph = Quantizer.Quantize(study.TrainBase(Split, null, CancellationToken.None), Data.Quantization);
        LearningSettings learning = new() { Scheme = "head", Shots = 20, Rate = 0.2f, Guard = false };
        return ModelCompiler.Compile(graph, study.Pipeline with { Learning = learning }).Bytes;
    });

    [Fact]
    public void NobodyIsTestedWithWhatTaught()
    {
        Assert.Equal(Data.Clips.Count, Split.Own.Concat(Split.Training).Concat(Split.Others).Distinct().Count());
        Assert.All(Split.Own, i => Assert.Equal("b", Data.Clips[i].User));
        Assert.All(Split.Training.Concat(Split.Others), i => Assert.NotEqual("b", Data.Clips[i].User));
        using PersonalTrial trial = new(Model.Value, Data, Split);
        (int[] pool, int[] tests) = trial.Draw(0);
        Assert.Empty(pool.Intersect(tests));
        Assert.Equal(Split.Own.Order(), pool.Concat(tests).Order());
        Assert.NotEqual(pool, trial.Draw(1).Pool);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(5, 0, 0)]
    [InlineData(5, 0.2, 4)]
    public void SoManyLabelsAreWrong(int shots, double wrong, int expected)
    {
        using PersonalTrial trial = new(Model.Value, Data, Split);
        IReadOnlyList<(int Clip, int Label)> told = trial.Shots(trial.Draw(0).Pool, new TrialSettings(shots, wrong), 0);
        Assert.Equal(shots * Data.Labels.Count, told.Count);
        Assert.Equal(expected, told.Count(t => t.Label != Data.Clips[t.Clip].Label));
    }

    [Fact]
    public void EachRunStartsAsTheFactoryMadeTheModelAndLearningChangesIt()
    {
        using PersonalTrial trial = new(Model.Value, Data, Split);
        TrialResult first = trial.Run(new TrialSettings(5, 0), 0);
        trial.Run(new TrialSettings(5, 0.2), 1);
        Assert.Equal(first, trial.Run(new TrialSettings(5, 0), 0));

        // The user's last class looks like everybody else's first one: only learning tells them apart.
        Assert.True(first.UserAfter > first.UserBefore, $"{first}");
    }

    [Fact]
    public void RunsAreSummedUp()
    {
        TrialSettings settings = new(1, 0);
        TrialSummary sum = TrialSummary.Of(settings,
        [
            new TrialResult("a", settings, 0, 0.5, 0.7, 0.9, 0.89, LearnDecision.Confirmed, 0, 0),
            new TrialResult("a", settings, 1, 0.5, 0.48, 0.9, 0.88, LearnDecision.Confirmed, 2, 1),
            new TrialResult("b", settings, 0, 0.8, 0.9, 1, 1, LearnDecision.RefusedFactory, 0, 2),
            new TrialResult("b", settings, 1, 0.8, 0.8, 1, 1, LearnDecision.NoGain, 4, 0),
        ]);
        Assert.Equal(4, sum.Runs);
        Assert.Equal(0.65, sum.UserBefore, 9);
        Assert.Equal(0.72, sum.UserAfter, 9);
        Assert.Equal(0.59, sum.WorstUser, 9);

        // A loss of exactly one point is none of more than a point.
        Assert.Equal((1, 1), (sum.WorseForUser, sum.WorseForOthers));
        Assert.Equal((2, 0, 1, 1), (sum.Confirmed, sum.RefusedForUser, sum.RefusedForFactory, sum.NoGain));
        Assert.Equal(1.5, sum.Doubtful, 9);
    }

    /// <summary>Four classes are bars at four heights; user b draws each bar one class lower.</summary>
    private sealed class Tones : IVariedData
    {
        public IReadOnlyList<string> Labels { get; } = ["0", "1", "2", "3"];

        public IReadOnlyList<string> Users { get; } = ["a", "b"];

        public IReadOnlyList<UserClip> Clips { get; } = (
            from user in Enumerable.Range(0, 2)
            from label in Enumerable.Range(0, 4)
            from i in Enumerable.Range(0, 15)
            select new UserClip($"{(char)('a' + user)}", label, $"{i}", Bar((label + (3 * user)) % 4, new Random((label * 100) + i)))).ToArray();

        public Shape Shape => new(1, 20, 16, 1);

        public QuantizationParameters Quantization { get; } = new(1f / 255, -128);

        public void Vary(int clip, Random random, Span<sbyte> window) => Clips[clip].Window.CopyTo(window);

        private static sbyte[] Bar(int height, Random random) => Enumerable.Range(0, 20 * 16)
            .Select(i => (sbyte)(random.Next(30) - 128 + (i % 16 / 4 == height ? 180 : 0))).ToArray();
    }
}
