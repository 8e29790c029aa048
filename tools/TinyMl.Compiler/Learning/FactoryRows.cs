using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Learning;

/// <summary>The factory's shots as the device keeps shots: SPEC.md, "Learning", fields store and factory.</summary>
internal static class FactoryRows
{
    /// <summary>One row after another: window, or the head's input for it, and label.</summary>
    internal static sbyte[] Of(Graph graph, LearningPlan plan, IReadOnlyList<LearningExample> shots) =>
        shots.AsParallel().AsOrdered()
            .SelectMany(shot => KeptOf(graph, plan, shot.Window).Append((sbyte)shot.Label))
            .ToArray();

    private static sbyte[] KeptOf(Graph graph, LearningPlan plan, sbyte[] window) =>
        plan.KeepsWindows ? window : ReferenceInterpreter.Run(graph, window)[plan.Head.Input];
}
