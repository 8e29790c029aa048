using System.Numerics;
using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Planning;

/// <summary>
/// Finds the order of operators whose worst step keeps the fewest bytes alive: exact by dynamic programming over the sets of
/// operators already run, as long as there are few such sets (networks are nearly chains); else the given order stays.
/// </summary>
public sealed class OperatorOrder
{
    private const int MostStates = 50_000;
    private readonly Graph _graph;
    private readonly HashSet<Tensor> _survivors;
    private readonly Dictionary<Tensor, int> _writers = [];
    private readonly Dictionary<Tensor, int[]> _readers = [];

    private OperatorOrder(Graph graph, Tensor[] kept)
    {
        _graph = graph;
        _survivors = [.. graph.Outputs, .. kept];
        for (int i = 0; i < graph.Operators.Count; i++)
        {
            _writers[graph.Operators[i].Output] = i;
        }

        foreach (Tensor tensor in graph.Activations)
        {
            _readers[tensor] = Enumerable.Range(0, graph.Operators.Count)
                .Where(i => graph.Operators[i].Inputs.Contains(tensor))
                .ToArray();
        }
    }

    /// <summary>The same graph, its operators reordered.</summary>
    public static Graph Minimise(Graph graph, params Tensor[] kept) => new OperatorOrder(graph, kept).Run();

    private Graph Run()
    {
        Dictionary<BigInteger, (int Peak, BigInteger Before, int Step)> layer = new() { [0] = (0, 0, -1) };
        List<Dictionary<BigInteger, (int Peak, BigInteger Before, int Step)>> layers = [layer];
        int states = 1;
        for (int depth = 0; depth < _graph.Operators.Count; depth++)
        {
            Dictionary<BigInteger, (int Peak, BigInteger Before, int Step)> next = [];
            foreach ((BigInteger done, (int peak, _, _)) in layer)
            {
                // In graph order, and replaced only by what is better: equal orders keep the given one.
                foreach (int i in Enumerable.Range(0, _graph.Operators.Count).Where(i => IsReady(done, i)))
                {
                    int worst = Math.Max(peak, LiveBytes(done, i));
                    BigInteger after = done | (BigInteger.One << i);
                    if (!next.TryGetValue(after, out (int Peak, BigInteger Before, int Step) known) || worst < known.Peak)
                    {
                        next[after] = (worst, done, i);
                    }
                }
            }

            states += next.Count;
            if (states > MostStates)
            {
                return _graph;
            }

            layers.Add(layer = next);
        }

        return new Graph { Name = _graph.Name, Inputs = _graph.Inputs, Outputs = _graph.Outputs, Operators = Trace(layers) };
    }

    private Operator[] Trace(List<Dictionary<BigInteger, (int Peak, BigInteger Before, int Step)>> layers)
    {
        Operator[] order = new Operator[_graph.Operators.Count];
        BigInteger at = layers[^1].Keys.Single();
        for (int depth = order.Length; depth > 0; depth--)
        {
            (_, BigInteger before, int step) = layers[depth][at];
            order[depth - 1] = _graph.Operators[step];
            at = before;
        }

        return order;
    }

    private bool IsReady(BigInteger done, int step) =>
        !Has(done, step) && _graph.Operators[step].Inputs.All(x => !_writers.TryGetValue(x, out int writer) || Has(done, writer));

    // What must exist while a step runs: tensors that it or a later step reads, and its output.
    private int LiveBytes(BigInteger done, int step)
    {
        Operator current = _graph.Operators[step];
        int bytes = current.Output.Shape.Elements;
        foreach ((Tensor tensor, int[] readers) in _readers)
        {
            bool exists = !_writers.TryGetValue(tensor, out int writer) || Has(done, writer);
            if (exists && (_survivors.Contains(tensor) || Array.Exists(readers, i => !Has(done, i))))
            {
                bytes += tensor.Shape.Elements;
            }
        }

        bool dies = !current.Input.IsConstant && !_survivors.Contains(current.Input)
            && Array.TrueForAll(_readers[current.Input], i => i == step || Has(done, i));
        return dies ? bytes - Shared(current) : bytes;
    }

    // Bytes that input and output can have in common.
    private static int Shared(Operator step)
    {
        int input = step.Input.Shape.Elements;
        int output = step.Output.Shape.Elements;
        if (Overlap.CanReplace(step))
        {
            return output;
        }

        if (Overlap.Of(step) is not { } overlap)
        {
            return 0;
        }

        int forwards = Math.Max(input + Math.Max(0, overlap.Forwards), output);
        int backwards = Math.Max(output + Math.Max(0, overlap.Backwards), input);
        return input + output - Math.Min(forwards, backwards);
    }

    private static bool Has(BigInteger set, int step) => !(set >> step).IsEven;
}
