namespace TinyMl.Training.Recordings;

/// <summary>A gesture within a sequence.</summary>
/// <param name="Label">The class.</param>
/// <param name="Start">When the movement begins, seconds from the sequence's start.</param>
/// <param name="End">When it ends.</param>
public readonly record struct Gesture(int Label, double Start, double End)
{
    /// <summary>Length in seconds.</summary>
    public double Seconds => End - Start;
}
