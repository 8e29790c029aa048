using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Planning;

/// <summary>Computes how long each activation lives.</summary>
public static class LifetimeAnalysis
{
    /// <summary>The lifetime of every activation.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="kept">Tensors that must survive the inference besides the outputs.</param>
    public static Dictionary<Tensor, Lifetime> Of(Graph graph, IEnumerable<Tensor> kept)
    {
        Dictionary<Tensor, Lifetime> lifetimes = [];
        foreach (Tensor input in graph.Inputs)
        {
            lifetimes[input] = new Lifetime(-1, -1);
        }

        for (int i = 0; i < graph.Operators.Count; i++)
        {
            Operator step = graph.Operators[i];
            foreach (Tensor input in step.Inputs.Where(x => !x.IsConstant))
            {
                lifetimes[input] = lifetimes[input] with { Last = i };
            }

            lifetimes[step.Output] = new Lifetime(i, i);
        }

        foreach (Tensor tensor in graph.Outputs.Concat(kept))
        {
            lifetimes[tensor] = lifetimes[tensor] with { Last = graph.Operators.Count };
        }

        return lifetimes;
    }
}
