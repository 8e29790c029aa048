using TinyMl.Compiler.Models;
using TinyMl.Training.Evaluation;

namespace TinyMl.Training.Tests;

/// <summary>The detector after SPEC.md.</summary>
public sealed class DetectorTests
{
    private static readonly string[] Labels = ["a", "b", "nothing"];
    private static readonly DetectorSettings Settings = new()
    {
        Smoothing = 1,
        ThresholdOn = 160,
        ThresholdOff = 96,
        DeadWindows = 2,
        MinWindows = 2,
        IdleLabel = "nothing",
    };

    [Fact]
    public void AnEventNeedsEnoughWindowsInARow() =>
        Assert.Equal([-1, -1, -1, 0], Run(Settings, "a", "-", "a", "a"));

    [Fact]
    public void AHeldClassMakesOneEvent() =>
        Assert.Equal([-1, 0, -1, -1, -1, -1], Run(Settings, "a", "a", "a", "a", "a", "a"));

    [Fact]
    public void AReleasedClassMayComeAgainAfterTheDeadTime() =>
        Assert.Equal([-1, 0, -1, -1, -1, 0], Run(Settings, "a", "a", "-", "-", "a", "a"));

    [Fact]
    public void TheIdleClassIsNoEvent() => Assert.All(Run(Settings, "n", "n", "n"), e => Assert.Equal(-1, e));

    [Fact]
    public void ScoresAreAveraged()
    {
        DetectorSettings smooth = Settings with { Smoothing = 2, MinWindows = 1, DeadWindows = 0 };
        Assert.Equal([1, -1, -1, 0], Run(smooth, "b", "b", "a", "a"));
    }

    [Fact]
    public void AScoreBelowTheThresholdIsNoEvent()
    {
        Detector detector = new(Settings with { MinWindows = 1 }, Labels);
        Assert.Equal(-1, detector.Next([31, -128, -128]));
        Assert.Equal(0, detector.Next([32, -128, -128]));
    }

    private static int[] Run(DetectorSettings settings, params string[] windows)
    {
        Detector detector = new(settings, Labels);
        return windows.Select(w => detector.Next(w switch
        {
            "a" => [127, -128, -128],
            "b" => [-128, 127, -128],
            "n" => [-128, -128, 127],
            _ => [-43, -43, -43],
        })).ToArray();
    }
}
