using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Models;

/// <summary>The result of compiling.</summary>
/// <param name="Bytes">The .tml file.</param>
/// <param name="Graph">The int8 graph that it carries.</param>
/// <param name="Plan">Where its activations lie, from the end of the engine's state.</param>
/// <param name="Explanation">What the passes did, a line for each change.</param>
/// <param name="Layers">What became of each operator, in execution order.</param>
public sealed record CompiledModel(
    byte[] Bytes, Graph Graph, MemoryPlan Plan, IReadOnlyList<string> Explanation, IReadOnlyList<LayerExplanation> Layers);
