using TinyMl.Compiler.Models;
using TinyMl.Compiler.Planning;

namespace TinyMl.Cli.Rendering;

/// <summary>The arena while each operator runs, as characters: read, written, both (overlapping), kept for later, scratch, free.</summary>
internal static class ArenaMap
{
    internal const string Legend = "▒ read  █ written  ▓ written over what was read  ░ kept  x scratch  · free";

    /// <summary>One line per operator; each character stands for the same share of the arena.</summary>
    internal static string[] Draw(ModelFile model, MemoryReport memory, int width)
    {
        Lifetime[] lifetimes = model.Lifetimes();
        int end = memory.State + memory.Tensors;
        return memory.Operators.Select(step =>
        {
            char[] line = new string('·', width).ToCharArray();
            Paint(line, step.Operator.Scratch, step.ScratchBytes, end, 'x');
            foreach (int tensor in Enumerable.Range(0, model.Tensors.Length))
            {
                TensorRecord record = model.Tensors[tensor];
                if (!record.IsConstant && lifetimes[tensor].Overlaps(new Lifetime(step.Index, step.Index)))
                {
                    char mark = tensor == step.Operator.Output ? '█' : step.Operator.Inputs.Contains(tensor) ? '▒' : '░';
                    Paint(line, record.Offset, record.Shape.Elements, end, mark);
                }
            }

            return new string(line);
        }).ToArray();
    }

    private static void Paint(char[] line, int offset, int bytes, int end, char mark)
    {
        int first = (int)((long)offset * line.Length / end);
        int last = bytes == 0 ? first - 1 : (int)((((long)(offset + bytes) * line.Length) - 1) / end);
        for (int i = first; i <= Math.Min(last, line.Length - 1); i++)
        {
            line[i] = (line[i], mark) is ('▒', '█') or ('█', '▒') ? '▓' : mark;
        }
    }
}
