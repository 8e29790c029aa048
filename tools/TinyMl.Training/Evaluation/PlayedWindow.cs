namespace TinyMl.Training.Evaluation;

/// <summary>A window that came due while a sequence was played to a model.</summary>
/// <param name="End">Where it ends, seconds from the sequence's start.</param>
/// <param name="Input">The front end's bytes, [rows, channels].</param>
/// <param name="Scores">The softmax output, [classes], -128 to 127.</param>
public sealed record PlayedWindow(double End, sbyte[] Input, sbyte[] Scores);
