using TinyMl.Compiler.Models;

namespace TinyMl.Boards.Images;

/// <summary>A proved model inside an application.</summary>
/// <param name="Offset">Where it starts.</param>
/// <param name="File">The model.</param>
public sealed record EmbeddedModel(int Offset, ModelFile File);
