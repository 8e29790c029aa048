using System.Globalization;
using System.Text;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Planning;

namespace TinyMl.Cli.Rendering;

/// <summary>The arena over time as an SVG: a tensor is a rectangle from the operator that writes it to the last that reads it.</summary>
internal static class ArenaSvg
{
    private const int Step = 34;
    private const int Height = 360;
    private const int Left = 70;
    private const int Top = 30;

    internal static string Draw(ModelFile model, MemoryReport memory)
    {
        Lifetime[] lifetimes = model.Lifetimes();
        int arena = model.ArenaBytes;
        int steps = model.Operators.Length + 2;
        StringBuilder svg = new();
        void Line(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
        double Y(int offset) => Top + ((double)offset * Height / arena);

        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + (steps * Step) + 20}\" height=\"{Top + Height + 120}\" font-family=\"sans-serif\" font-size=\"11\">");
        Line($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Line($"<text x=\"{Left}\" y=\"18\" font-size=\"13\">{Escape(model.Name)}: {arena} bytes of arena, operator by operator</text>");
        Line($"<rect x=\"{Left}\" y=\"{Top}\" width=\"{steps * Step}\" height=\"{Height}\" fill=\"#f4f4f4\" stroke=\"#999\"/>");
        Line($"<text x=\"4\" y=\"{Top + 10}\">0</text><text x=\"4\" y=\"{Top + Height}\">{arena}</text>");
        for (int i = 0; i < model.Tensors.Length; i++)
        {
            TensorRecord tensor = model.Tensors[i];
            if (tensor.IsConstant)
            {
                continue;
            }

            // Inputs begin one step before the first operator, outputs end one behind the last.
            int from = lifetimes[i].First + 1;
            int until = Math.Min(lifetimes[i].Last + 2, steps);
            double height = Y(tensor.Offset + tensor.Shape.Elements) - Y(tensor.Offset);
            Line($"<rect x=\"{Left + (from * Step)}\" y=\"{Y(tensor.Offset):0.##}\" width=\"{(until - from) * Step}\" height=\"{Math.Max(height, 0.5):0.##}\" fill=\"hsl({i * 67 % 360},60%,65%)\" fill-opacity=\"0.7\" stroke=\"#333\" stroke-width=\"0.5\"><title>tensor {i}: {tensor.Shape}, {tensor.Shape.Elements} bytes at {tensor.Offset}</title></rect>");
        }

        foreach (OperatorMemory step in memory.Operators.Where(step => step.ScratchBytes > 0))
        {
            double height = Y(step.Operator.Scratch + step.ScratchBytes) - Y(step.Operator.Scratch);
            Line($"<rect x=\"{Left + ((step.Index + 1) * Step)}\" y=\"{Y(step.Operator.Scratch):0.##}\" width=\"{Step}\" height=\"{Math.Max(height, 0.5):0.##}\" fill=\"#888\" fill-opacity=\"0.7\" stroke=\"#333\" stroke-width=\"0.5\"><title>scratch of operator {step.Index}: {step.ScratchBytes} bytes at {step.Operator.Scratch}</title></rect>");
        }

        for (int i = 0; i < model.Operators.Length; i++)
        {
            int x = Left + ((i + 1) * Step) + (Step / 2);
            Line($"<text transform=\"translate({x},{Top + Height + 8}) rotate(60)\">{i} {model.Operators[i].Code}</text>");
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text);
}
