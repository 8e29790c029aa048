using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Models;

/// <summary>The arena of inference to the byte: state, activations and front end.</summary>
/// <param name="FrontEnd">Where the front end's memory begins; 0: none.</param>
/// <param name="ArenaBytes">The end.</param>
internal sealed record ArenaLayout(int FrontEnd, int ArenaBytes)
{
    internal static ArenaLayout Of(MemoryPlan plan, Pipeline pipeline)
    {
        int end = ModelFormat.StateBytes + plan.Bytes;
        int start = 0;
        if (pipeline.FrontEnd is { } frontEnd)
        {
            start = ModelFormat.Align(end, 4);
            end = start + frontEnd.MemoryBytes;
        }

        return new ArenaLayout(start, ModelFormat.Align(end, ModelFormat.ArenaAlignment));
    }
}
