namespace TinyMl.Training.Recordings;

/// <summary>A recording and the one gesture in it.</summary>
/// <param name="Name">Names its source: a file or a simulated writer.</param>
/// <param name="Sequence">The samples.</param>
/// <param name="Gesture">What is done in it.</param>
public sealed record ImuRecording(string Name, ImuSequence Sequence, Gesture Gesture);
