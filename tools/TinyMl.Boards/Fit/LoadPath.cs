namespace TinyMl.Boards.Fit;

/// <summary>A way in which the model can come to the engine.</summary>
/// <param name="Name">resource, file or firmware.</param>
/// <param name="Possible">Whether the board allows it; null: only the linker knows.</param>
/// <param name="Checks">The numbers.</param>
/// <param name="Note">What to know about it.</param>
public sealed record LoadPath(string Name, bool? Possible, IReadOnlyList<FitCheck> Checks, string Note);
