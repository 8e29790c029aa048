using TinyMl.Compiler.Models;
using TinyMl.Training.Examples;

namespace TinyMl.Training.Recipes;

/// <summary>A model of gestures; its labels are the digits "0" to "9", in order, then one for everything else.</summary>
public sealed record GestureRecipe : Recipe
{
    /// <summary>The real recordings; null: none.</summary>
    public RecordingsRecipe? Recordings { get; init; }

    /// <summary>The simulated hands.</summary>
    public SimulationRecipe Simulation { get; init; } = new();

    /// <summary>How windows are varied.</summary>
    public Augmentation Augmentation { get; init; } = new();

    /// <summary>The front end.</summary>
    public ImuFrontEnd FrontEnd { get; init; } = new();

    /// <inheritdoc/>
    public override FrontEnd Sensor => FrontEnd;
}
