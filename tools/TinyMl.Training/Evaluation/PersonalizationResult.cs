namespace TinyMl.Training.Evaluation;

/// <summary>What learning did for one writer.</summary>
/// <param name="Writer">The writer's seed.</param>
/// <param name="Before">Share of the test windows right with the factory's biases.</param>
/// <param name="After">The same with the learnt biases.</param>
public sealed record PersonalizationResult(int Writer, double Before, double After)
{
    /// <summary>The difference.</summary>
    public double Gain => After - Before;
}
