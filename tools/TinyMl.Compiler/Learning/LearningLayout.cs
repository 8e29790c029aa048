using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Learning;

/// <summary>Where a gradient lies; offsets in the arena.</summary>
/// <param name="Ring">Its rows.</param>
/// <param name="Progress">Their number and exponents.</param>
/// <param name="Mask">Its mask; null: none.</param>
internal sealed record GradientPlace(int Ring, int Progress, int? Mask);

/// <summary>The memory of learning, to the byte (SPEC.md, "Learning").</summary>
/// <param name="Active">The block of parameters that inferences use.</param>
/// <param name="Staged">The one that is trained.</param>
/// <param name="Gradient">Of the logits.</param>
/// <param name="Residuals">Of each parameter's weights; 0: none.</param>
/// <param name="Saved">Of each parameter: inputs that survive the forward pass; 0: none.</param>
/// <param name="Scratch">Sums of a row of a gradient; 0: none.</param>
/// <param name="Gradients">Of tensors.</param>
/// <param name="Marks">Four bytes for each shot.</param>
/// <param name="Store">Shots, and the marked one.</param>
/// <param name="ArenaBytes">The end.</param>
internal sealed record LearningLayout(
    int Active,
    int Staged,
    int Gradient,
    IReadOnlyList<int> Residuals,
    IReadOnlyList<int> Saved,
    int Scratch,
    IReadOnlyList<GradientPlace> Gradients,
    int Marks,
    int Store,
    int ArenaBytes)
{
    internal static LearningLayout Of(Graph graph, LearningPlan plan, BackwardPlan? backward, MemoryPlan memory, ArenaLayout arena)
    {
        int end = arena.ArenaBytes + ModelFormat.LearnStateBytes;
        int Take(int bytes)
        {
            int offset = end;
            end = ModelFormat.Align(end + bytes, 4);
            return bytes == 0 ? 0 : offset;
        }

        int active = Take(plan.ParameterBytes);
        int staged = Take(plan.ParameterBytes);
        int gradient = Take(4 * plan.Head.Output.Shape.Channels);
        int[] residuals = plan.Parameters.Select(parameter => Take(parameter.ResidualBytes)).ToArray();
        int[] saved = plan.Parameters.Select(parameter => Take(parameter.SavedBytes)).ToArray();

        // In the backward pass the activations are dead, but for the head's input: rows and sums take their place.
        DeadMemory dead = new(memory, plan.Head.Input);
        int scratch = 0;
        List<GradientPlace> gradients = [];
        if (backward is not null)
        {
            int Overlay(int bytes) => dead.Take(bytes) ?? Take(bytes);
            Dictionary<TensorGradient, int> rings = backward.Gradients.OrderByDescending(g => g.RingBytes)
                .ToDictionary(g => g, g => Overlay(g.RingBytes));
            scratch = Overlay(4 * backward.LongestRow);
            gradients.AddRange(backward.Gradients.Select(g => new GradientPlace(
                rings[g], Take(g.ProgressBytes), g.MaskBytes(plan) == 0 ? null : Take(g.MaskBytes(plan)))));
        }

        int marks = Take(4 * plan.Settings.Shots);

        // One record more than shots: the marked window waits there for its label.
        int store = Take((plan.Settings.Shots + 1) * plan.ShotBytes(graph));
        return new LearningLayout(
            active, staged, gradient, residuals, saved, scratch, gradients, marks, store, ModelFormat.Align(end, ModelFormat.ArenaAlignment));
    }
}
