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

    /// <summary>What a prototype adds to the logit of its class for its own feature, 1/32 to 255/32 nats.</summary>
    public float PrototypeStrength { get; init; } = 2;

    /// <summary>
    /// The squared distance at which a prototype's strength falls to 1/e, as a share of the mean one of two factory shots
    /// of different classes.
    /// </summary>
    public float PrototypeWidth { get; init; } = 0.07f;

    /// <summary>How a full store makes room.</summary>
    public StorePolicy Policy { get; init; } = StorePolicy.Balanced;

    /// <summary>Factory shots that are trained on for each one of the user's, 0 to 255.</summary>
    public int Replay { get; init; }

    /// <summary>Folds of the test on held-back shots; 0, or where there are fewer shots: each is left out by itself.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>A label whose held-back loss is greater is doubtful, in nats; 0: none is.</summary>
    public float Doubt { get; init; } = 3;

    /// <summary>Whether nothing is confirmed but what passed the test; without, everything is: for measurements.</summary>
    public bool Guard { get; init; } = true;

    /// <summary>The scheme, read.</summary>
    /// <exception cref="CompileException">It is none.</exception>
    [JsonIgnore]
    public LearningScheme Parsed => LearningScheme.Parse(Scheme);
}
