using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Models;

/// <summary>The arena to the byte: state, activations and front end for inference; biases and shots behind for learning.</summary>
/// <param name="Ring">The front end's ring; 0: none.</param>
/// <param name="ArenaBytes">Needed for inference.</param>
/// <param name="Bias">The learnt biases; 0: none.</param>
/// <param name="Store">The shot store; 0: none.</param>
/// <param name="LearnArenaBytes">Needed to learn as well; 0: nothing to learn.</param>
internal sealed record ArenaLayout(int Ring, int ArenaBytes, int Bias, int Store, int LearnArenaBytes)
{
    internal static ArenaLayout Of(MemoryPlan plan, Pipeline pipeline, FullyConnected? head)
    {
        int end = ModelFormat.StateBytes + plan.Bytes;
        int ring = 0;
        if (pipeline.FrontEnd is { } frontEnd)
        {
            ring = ModelFormat.Align(end, 4);
            end = ring + (2 * frontEnd.Rows * frontEnd.ByteOffsets.Length);
        }

        int arena = ModelFormat.Align(end, ModelFormat.ArenaAlignment);
        if (head is null)
        {
            return new ArenaLayout(ring, arena, 0, 0, 0);
        }

        // One record more than shots: the marked window waits there for its label.
        int store = arena + (4 * head.Output.Shape.Channels);
        int learnt = store + ((pipeline.Learning!.Shots + 1) * (head.Input.Shape.Elements + 1));
        return new ArenaLayout(ring, arena, arena, store, ModelFormat.Align(learnt, ModelFormat.ArenaAlignment));
    }
}
