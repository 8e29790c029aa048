using TinyMl.Training.Recordings;

namespace TinyMl.Training.Examples;

/// <summary>A stretch of a sequence in which every window that ends there shows the same class.</summary>
/// <param name="Sequence">The sequence.</param>
/// <param name="Label">The class.</param>
/// <param name="From">The earliest end of a window, in seconds.</param>
/// <param name="To">The latest.</param>
public readonly record struct WindowSpan(ImuSequence Sequence, int Label, double From, double To);
