using TinyMl.Compiler.Models;

namespace TinyMl.Bench;

/// <summary>What a step of gradient descent on one shot takes on one target. The names are those of the JSON report.</summary>
public sealed record LearningResult
{
    /// <summary>The model's file name without its ending.</summary>
    public required string Model { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>What is trained.</summary>
    public required string Scheme { get; init; }

    /// <summary>Instructions of an inference of the same network in the portable profile, without learning; null: not counted.</summary>
    public required long? Inference { get; init; }

    /// <summary>
    /// Instructions of the forward pass where it is not part of the step: of a scheme whose shots are features it ran once,
    /// when the shot was seen. 0: the step has its own.
    /// </summary>
    public required long? ForwardApart { get; init; }

    /// <summary>Instructions of <c>tml_step</c>; null: not counted.</summary>
    public required long? Step { get; init; }

    /// <summary>Forward, backward and update in inferences; null: not counted.</summary>
    public double? Inferences =>
        Inference is null or 0 || Step is null ? null : Math.Round((double)(Step.Value + ForwardApart!.Value) / Inference.Value, 3);

    /// <summary>The arena by part.</summary>
    public required LearningMemory Memory { get; init; }

    /// <summary>Stack that the step wrote below its caller's frame.</summary>
    public required int StackBytes { get; init; }

    /// <summary>Whether no word around the arena changed.</summary>
    public required bool ArenaIntact { get; init; }

    /// <summary>Whether all trained parameters are, after each step, the bytes that this machine computes.</summary>
    public required bool BitExact { get; init; }

    /// <summary>Whether nothing is wrong.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRight => BitExact && ArenaIntact;
}
