using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Passes;

/// <summary>A change of an int8 graph that keeps every output byte.</summary>
public interface IGraphPass
{
    /// <summary>What it does, for people.</summary>
    string Name { get; }

    /// <summary>Applies it.</summary>
    /// <param name="graph">The graph, which stays as it is.</param>
    /// <param name="explain">Receives one sentence for each change.</param>
    Graph Apply(Graph graph, Action<string> explain);
}
