using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Models;

/// <summary>The arena of inference to the byte: state, activations and front end.</summary>
/// <param name="Ring">The front end's ring; 0: none.</param>
/// <param name="ArenaBytes">The end.</param>
internal sealed record ArenaLayout(int Ring, int ArenaBytes)
{
    internal static ArenaLayout Of(MemoryPlan plan, Pipeline pipeline)
    {
        int end = ModelFormat.StateBytes + plan.Bytes;
        int ring = 0;
        if (pipeline.FrontEnd is { } frontEnd)
        {
            ring = ModelFormat.Align(end, 4);
            end = ring + (2 * frontEnd.Rows * frontEnd.ByteOffsets.Length);
        }

        return new ArenaLayout(ring, ModelFormat.Align(end, ModelFormat.ArenaAlignment));
    }
}
