using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Learning;

/// <summary>The arena behind that of inference, to the byte (SPEC.md, "Learning").</summary>
/// <param name="Active">The block of parameters that inferences use.</param>
/// <param name="Staged">The one that is trained.</param>
/// <param name="Gradient">Of the logits.</param>
/// <param name="Residuals">Of each parameter's weights; 0: none.</param>
/// <param name="Marks">Four bytes for each shot.</param>
/// <param name="Store">Shots, and the marked one.</param>
/// <param name="ArenaBytes">The end.</param>
internal sealed record LearningLayout(
    int Active, int Staged, int Gradient, IReadOnlyList<int> Residuals, int Marks, int Store, int ArenaBytes)
{
    internal static LearningLayout Of(Graph graph, LearningPlan plan, ArenaLayout arena)
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

        int marks = Take(4 * plan.Settings.Shots);

        // One record more than shots: the marked window waits there for its label.
        int store = Take((plan.Settings.Shots + 1) * plan.ShotBytes(graph));
        return new LearningLayout(active, staged, gradient, residuals, marks, store, ModelFormat.Align(end, ModelFormat.ArenaAlignment));
    }
}
