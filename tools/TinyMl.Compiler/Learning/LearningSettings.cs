using System.Text.Json.Serialization;

namespace TinyMl.Compiler.Learning;

/// <summary>What the device learns, and how; SPEC.md, section "Learning".</summary>
public sealed record LearningSettings
{
    /// <summary>Which parameters are trained; see <see cref="LearningScheme"/>.</summary>
    public string Scheme { get; init; } = "head-bias";

    /// <summary>Capacity of the shot store.</summary>
    public int Shots { get; init; } = 40;

    /// <summary>Passes over the stored shots per adaptation.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Learning rate of the head, in real units (a change of the parameter for a gradient of 1).</summary>
    public float Rate { get; init; } = 0.05f;

    /// <summary>Learning rate of biases before the head.</summary>
    public float BiasRate { get; init; } = 0.1f;

    /// <summary>Learning rate of weights before the head.</summary>
    public float WeightRate { get; init; } = 0.01f;

    /// <summary>Pull towards the factory's value per step, 0 to 1.</summary>
    public float Decay { get; init; } = 0.01f;

    /// <summary>Parts that the user's shots are held back in, one after another, for the test; 0: each shot by itself.</summary>
    public int Folds { get; init; }

    /// <summary>The scheme, read.</summary>
    /// <exception cref="CompileException">It is none.</exception>
    [JsonIgnore]
    public LearningScheme Parsed => LearningScheme.Parse(Scheme);
}
