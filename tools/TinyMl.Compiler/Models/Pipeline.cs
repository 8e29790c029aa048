using TinyMl.Compiler.Learning;

namespace TinyMl.Compiler.Models;

/// <summary>The detector that follows the network; SPEC.md, section "Detector".</summary>
public sealed record DetectorSettings
{
    /// <summary>Windows in the moving average of the scores.</summary>
    public int Smoothing { get; init; } = 3;

    /// <summary>Mean score of 256 that starts an event.</summary>
    public int ThresholdOn { get; init; } = 160;

    /// <summary>Mean score of 256 below which the class is released.</summary>
    public int ThresholdOff { get; init; } = 96;

    /// <summary>Windows after an event in which none starts.</summary>
    public int DeadWindows { get; init; } = 10;

    /// <summary>Windows above the threshold in a row before the event.</summary>
    public int MinWindows { get; init; } = 2;

    /// <summary>Mean score of 256 that starts an event of each class; 0: nothing does; empty: <see cref="ThresholdOn"/> for all.</summary>
    public int[] Thresholds { get; init; } = [];

    /// <summary>The label that is no event; null: none.</summary>
    public string? IdleLabel { get; init; } = "nothing";
}

/// <summary>Everything around the network that a .tml carries.</summary>
public sealed record Pipeline
{
    /// <summary>The sensor's front end; null: the caller writes the input.</summary>
    public FrontEnd? FrontEnd { get; init; }

    /// <summary>One label per class; empty: none.</summary>
    public string[] Labels { get; init; } = [];

    /// <summary>The detector; null: none.</summary>
    public DetectorSettings? Detector { get; init; }

    /// <summary>The learning schedule; null: none.</summary>
    public LearningSettings? Learning { get; init; }

    /// <summary>
    /// What the device tests on whether learning harms others than its user, up to 1024; empty: nothing that it learns is
    /// confirmed.
    /// </summary>
    public IReadOnlyList<LearningExample> FactoryShots { get; init; } = [];

    /// <summary>Number of self-test vectors.</summary>
    public int SelfTests { get; init; } = 4;
}
