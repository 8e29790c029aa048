using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Recipes;

/// <summary>Everything that makes a model out of data: same recipe, same data, same model.</summary>
public abstract record Recipe
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>The classes; the last is no event.</summary>
    public required string[] Labels { get; init; }

    /// <summary>Decides weights, order and variation.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The layers.</summary>
    public required IReadOnlyList<LayerRecipe> Architecture { get; init; }

    /// <summary>How the network is trained.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The detector.</summary>
    public DetectorSettings Detector { get; init; } = new();

    /// <summary>What the device learns.</summary>
    public LearningSettings Learning { get; init; } = new();

    /// <summary>Windows of each class that the device tests on whether learning harms others than its user.</summary>
    public int FactoryShotsPerClass { get; init; } = 4;

    /// <summary>The class that is no event.</summary>
    public int IdleClass => Labels.Length - 1;

    /// <summary>What makes windows of what a sensor gives.</summary>
    public abstract FrontEnd Sensor { get; }

    /// <summary>What the .tml carries around the network.</summary>
    public Pipeline Pipeline => new() { FrontEnd = Sensor, Labels = Labels, Detector = Detector, Learning = Learning };
}
