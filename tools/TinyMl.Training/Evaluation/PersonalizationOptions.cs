namespace TinyMl.Training.Evaluation;

/// <summary>How <see cref="PersonalizationExperiment"/> is done.</summary>
public sealed record PersonalizationOptions
{
    /// <summary>Writers, consecutive seeds, none left out.</summary>
    public int Writers { get; init; } = 40;

    /// <summary>The first writer's seed; far from those learnt from.</summary>
    public int FirstSeed { get; init; } = 2_000_000;

    /// <summary>How far the writers differ from the usual.</summary>
    public double Spread { get; init; } = 1.6;

    /// <summary>Labelled windows of each digit to learn from.</summary>
    public int Shots { get; init; } = 3;

    /// <summary>Other windows of each digit to test with.</summary>
    public int Tests { get; init; } = 6;
}
