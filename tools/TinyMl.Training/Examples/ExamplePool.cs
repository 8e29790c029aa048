namespace TinyMl.Training.Examples;

/// <summary>Spans of one origin.</summary>
/// <param name="Spans">Where to draw windows from.</param>
/// <param name="Draws">Windows an epoch.</param>
public sealed record ExamplePool(IReadOnlyList<WindowSpan> Spans, int Draws);
