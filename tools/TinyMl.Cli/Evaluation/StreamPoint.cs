using TinyMl.Training.Evaluation;

namespace TinyMl.Cli.Evaluation;

/// <summary>What a stream gives at some thresholds.</summary>
/// <param name="SignalToNoise">Decibels from the background to each word.</param>
/// <param name="Shift">By how much the thresholds differ from the model's.</param>
/// <param name="Counts">What was detected.</param>
internal sealed record StreamPoint(double SignalToNoise, int Shift, StreamCounts Counts);
