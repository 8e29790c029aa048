namespace TinyMl.Training.Recipes;

/// <summary>Simulated hands of a recipe.</summary>
public sealed record SimulationRecipe
{
    /// <summary>Writers to learn from.</summary>
    public int Writers { get; init; } = 400;

    /// <summary>The first writer's seed; the others follow.</summary>
    public int FirstSeed { get; init; } = 1000;

    /// <summary>How far they differ from the usual.</summary>
    public double Spread { get; init; } = 1.2;

    /// <summary>Windows of their digits drawn in an epoch.</summary>
    public int DigitDraws { get; init; } = 4000;

    /// <summary>Windows of parts of digits and of pauses drawn in an epoch.</summary>
    public int PartDraws { get; init; } = 1000;

    /// <summary>Windows of movement that is no digit drawn in an epoch.</summary>
    public int IdleDraws { get; init; } = 1500;

    /// <summary>Minutes of movement that is no digit to draw from.</summary>
    public int IdleMinutes { get; init; } = 120;
}
