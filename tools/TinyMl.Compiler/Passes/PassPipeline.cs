using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>Runs the passes until none finds anything more to do.</summary>
public static class PassPipeline
{
    private static readonly IGraphPass[] Passes =
        [new DropReshape(), new MergeLookups(), new FoldClamp(), new FoldPad(), new DropDeadCode()];

    /// <summary>The graph that the device runs, and what was done to get there, a line each.</summary>
    public static (Graph Graph, List<string> Explanation) Run(Graph graph)
    {
        List<string> explanation = [];
        int before;
        do
        {
            before = explanation.Count;
            foreach (IGraphPass pass in Passes)
            {
                graph = pass.Apply(graph, change => explanation.Add($"{pass.Name}: {change}"));
            }
        }
        while (explanation.Count > before);
        return (graph, explanation);
    }
}
