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
        Assert.Equal([-1, 1, -1, -1, 0], Run(smooth, "b", "b", "a", "a", "a"));
    }

    [Fact]
    public void AScoreBelowTheThresholdIsNoEvent()
    {
        Evaluation.Detector detector = new(Settings with { MinWindows = 1 }, Labels);
        Assert.Equal(-1, detector.Next([31, -128, -128]));
        Assert.Equal(0, detector.Next([32, -128, -128]));
    }

    [Fact]
    public void EachClassHasItsOwnThreshold()
    {
        Evaluation.Detector detector = new(Settings with { MinWindows = 1, DeadWindows = 0, Thresholds = [228, 0, 200] }, Labels);
        Assert.Equal(-1, detector.Next([99, -128, -128]));
        Assert.Equal(0, detector.Next([100, -128, -128]));

        // Of a class without a threshold, and of the idle one, there is no event however sure the network is.
        Assert.Equal(-1, detector.Next([-128, 127, -128]));
        Assert.Equal(-1, detector.Next([-128, 127, -128]));
        Assert.Equal(-1, detector.Next([-128, -128, 127]));
    }

    [Fact]
    public void DecidesAsTheFirmwareDoes()
    {
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            DetectorSettings settings = Settings with
            {
                Smoothing = random.Next(1, 5),
                ThresholdOff = random.Next(30, 90),
                DeadWindows = random.Next(0, 6),
                MinWindows = random.Next(1, 4),
                Thresholds = [random.Next(90, 180), random.Next(2) * 120, 0],
            };
            Evaluation.Detector detector = new(settings, Labels);
            TinyMl.Detector firmware = new(
                Array.ConvertAll(settings.Thresholds, threshold => (byte)threshold),
                settings.Smoothing,
                settings.ThresholdOff,
                settings.DeadWindows,
                settings.MinWindows);
            byte[] scores = new byte[3];
            for (int window = 0; window < 200; window++)
            {
                // Scores persist, or no event would ever start.
                if (random.Next(4) == 0)
                {
                    random.NextBytes(scores);
                }

                bool started = firmware.Add(scores) == DetectorChange.Started;
                int expected = started ? firmware.Active : -1;
                Assert.Equal(expected, detector.Next(Array.ConvertAll(scores, s => (sbyte)(s - 128))));
            }
        }
    }

    private static int[] Run(DetectorSettings settings, params string[] windows)
    {
        Evaluation.Detector detector = new(settings, Labels);
        return windows.Select(w => detector.Next(w switch
        {
            "a" => [127, -128, -128],
            "b" => [-128, 127, -128],
            "n" => [-128, -128, 127],
            _ => [-43, -43, -43],
        })).ToArray();
    }
}
