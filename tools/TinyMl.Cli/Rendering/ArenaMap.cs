using TinyMl.Compiler.Models;
using TinyMl.Compiler.Planning;

namespace TinyMl.Cli.Rendering;

/// <summary>The arena while each operator runs, as characters: read, written, both (overlapping), kept for later, free.</summary>
internal static class ArenaMap
{
    internal const string Legend = "▒ read  █ written  ▓ written over what was read  ░ kept  · free";

    /// <summary>One line per operator; each character stands for the same share of the arena.</summary>
    internal static string[] Draw(ModelFile model, int width)
    {
        Lifetime[] lifetimes = model.Lifetimes();
        int end = model.Tensors.Where(t => !t.IsConstant).Max(t => t.Offset + t.Shape.Elements);
        return model.Operators.Select((step, i) =>
        {
            char[] line = new string('·', width).ToCharArray();
            foreach (int tensor in Enumerable.Range(0, model.Tensors.Length))
            {
                TensorRecord record = model.Tensors[tensor];
                if (!record.IsConstant && lifetimes[tensor].Overlaps(new Lifetime(i, i)))
                {
                    Paint(line, record, end, tensor == step.Output ? '█' : step.Inputs.Contains(tensor) ? '▒' : '░');
                }
            }

            return new string(line);
        }).ToArray();
    }

    private static void Paint(char[] line, TensorRecord tensor, int end, char mark)
    {
        int first = (int)((long)tensor.Offset * line.Length / end);
        int last = (int)(((long)(tensor.Offset + tensor.Shape.Elements) * line.Length) - 1) / end;
        for (int i = first; i <= Math.Min(last, line.Length - 1); i++)
        {
            line[i] = (line[i], mark) is ('▒', '█') or ('█', '▒') ? '▓' : mark;
        }
    }
}
