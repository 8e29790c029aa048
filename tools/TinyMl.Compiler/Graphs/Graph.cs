namespace TinyMl.Compiler.Graphs;

/// <summary>
/// A network: operators in execution order. The one representation for training (float), compiling (int8) and
/// differentiating.
/// </summary>
public sealed class Graph
{
    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>What the caller provides.</summary>
    public required IReadOnlyList<Tensor> Inputs { get; init; }

    /// <summary>What the caller reads.</summary>
    public required IReadOnlyList<Tensor> Outputs { get; init; }

    /// <summary>The steps, each after all that it reads.</summary>
    public required IReadOnlyList<Operator> Operators { get; init; }

    /// <summary>Multiply-accumulates of one inference.</summary>
    public long MultiplyAccumulates => Operators.Sum(o => o.MultiplyAccumulates);

    /// <summary>Inputs and operator outputs, in order of appearance.</summary>
    public IEnumerable<Tensor> Activations => Inputs.Concat(Operators.Select(o => o.Output));
}
