using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Models;

/// <summary>What one operator needs of the arena.</summary>
/// <param name="Index">Its place in execution order.</param>
/// <param name="Operator">The operator.</param>
/// <param name="Output">What it writes.</param>
/// <param name="LiveBytes">Bytes of all tensors alive while it runs, tensors in place counted once, and of the scratch.</param>
/// <param name="ScratchBytes">Bytes that its kernel writes beside its output, from the operator's offset on.</param>
/// <param name="Live">Indices of those tensors.</param>
public sealed record OperatorMemory(
    int Index, OperatorRecord Operator, TensorRecord Output, int LiveBytes, int ScratchBytes, int[] Live);

/// <summary>The arena of a model, part by part and operator by operator.</summary>
public sealed class MemoryReport
{
    /// <summary>Makes the report of a file.</summary>
    /// <param name="model">The file.</param>
    /// <param name="scratchBytes">Bytes that each operator's kernel writes beside its output; the engine knows them.</param>
    public MemoryReport(ModelFile model, IReadOnlyList<int> scratchBytes)
    {
        Lifetime[] lifetimes = model.Lifetimes();
        Operators = model.Operators
            .Select((step, i) =>
            {
                int[] live = Enumerable.Range(0, lifetimes.Length)
                    .Where(t => !model.Tensors[t].IsConstant && lifetimes[t].Overlaps(new Lifetime(i, i)))
                    .ToArray();
                return new OperatorMemory(
                    i, step, model.Tensors[step.Output], Covered(model, live) + scratchBytes[i], scratchBytes[i], live);
            })
            .ToArray();
        State = ModelFormat.StateBytes;
        int scratch = Operators.Max(step => step.Operator.Scratch + step.ScratchBytes);
        Tensors = Math.Max(scratch, model.Tensors.Where(t => !t.IsConstant).Max(t => t.Offset + t.Shape.Elements)) - State;
        FrontEnd = model.FrontEnd?.MemoryBytes ?? 0;
        Padding = model.ArenaBytes - State - Tensors - FrontEnd;
        Learning = Math.Max(0, model.LearnArenaBytes - model.ArenaBytes);
    }

    /// <summary>One entry per operator, in execution order.</summary>
    public IReadOnlyList<OperatorMemory> Operators { get; }

    /// <summary>The operator at which most bytes are alive.</summary>
    public OperatorMemory Peak => Operators.MaxBy(o => o.LiveBytes)!;

    /// <summary>Bytes of the engine's state.</summary>
    public int State { get; }

    /// <summary>Bytes that the tensors and the kernels' scratch span.</summary>
    public int Tensors { get; }

    /// <summary>Bytes of the front end.</summary>
    public int FrontEnd { get; }

    /// <summary>Bytes lost to alignment.</summary>
    public int Padding { get; }

    /// <summary>Bytes of learnt biases and stored shots, behind the inference arena.</summary>
    public int Learning { get; }

    // Tensors in place share bytes, so the covered bytes are a union of ranges.
    private static int Covered(ModelFile model, int[] live)
    {
        int covered = 0;
        int end = 0;
        foreach (TensorRecord tensor in live.Select(t => model.Tensors[t]).OrderBy(t => t.Offset))
        {
            int from = Math.Max(end, tensor.Offset);
            end = Math.Max(end, tensor.Offset + tensor.Shape.Elements);
            covered += Math.Max(0, end - from);
        }

        return covered;
    }
}
