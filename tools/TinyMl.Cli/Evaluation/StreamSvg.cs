using System.Globalization;
using System.Text;

namespace TinyMl.Cli.Evaluation;

/// <summary>Detection rate against false accepts an hour as an SVG: a curve for each background, a dot for the model's thresholds.</summary>
internal static class StreamSvg
{
    private const int Width = 560;
    private const int Height = 300;
    private const int Left = 60;
    private const int Top = 40;

    // The horizontal axis is logarithmic; what is below its left end is drawn there.
    private const double Least = 0.5;
    private const double Most = 1000;

    private static readonly string[] Colours = ["#1b6ca8", "#3a9d5d", "#c9902b", "#c2502f", "#7a3b8f", "#555555"];

    internal static string Draw(IReadOnlyList<StreamPoint> points, IReadOnlyList<StreamPoint> curves)
    {
        StringBuilder svg = new();
        void Line(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + 110}\" height=\"{Top + Height + 50}\" font-family=\"sans-serif\" font-size=\"11\">");
        Line($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Line($"<text x=\"{Left}\" y=\"18\" font-size=\"13\">Words detected, by false accepts an hour; dots: the model's thresholds</text>");
        for (int percent = 0; percent <= 100; percent += 20)
        {
            double y = Y(percent / 100.0);
            Line($"<text x=\"{Left - 8}\" y=\"{y + 4:0.##}\" text-anchor=\"end\">{percent} %</text>");
            Line($"<line x1=\"{Left}\" y1=\"{y:0.##}\" x2=\"{Left + Width}\" y2=\"{y:0.##}\" stroke=\"#ddd\"/>");
        }

        for (double rate = 1; rate <= Most; rate *= 10)
        {
            double x = X(rate);
            Line($"<text x=\"{x:0.##}\" y=\"{Top + Height + 16}\" text-anchor=\"middle\">{rate}</text>");
            Line($"<line x1=\"{x:0.##}\" y1=\"{Top}\" x2=\"{x:0.##}\" y2=\"{Top + Height}\" stroke=\"#ddd\"/>");
        }

        Line($"<text x=\"{Left + (Width / 2)}\" y=\"{Top + Height + 36}\" text-anchor=\"middle\">false accepts an hour</text>");
        foreach ((StreamPoint own, int i) in points.Select((point, i) => (point, i)))
        {
            string colour = Colours[i % Colours.Length];
            string path = string.Join(' ', curves.Where(point => point.SignalToNoise == own.SignalToNoise)
                .Select(point => FormattableString.Invariant($"{X(point.Counts.FalseAcceptsPerHour):0.##},{Y(point.Counts.Rate):0.##}")));
            Line($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\"/>");
            Line($"<circle cx=\"{X(own.Counts.FalseAcceptsPerHour):0.##}\" cy=\"{Y(own.Counts.Rate):0.##}\" r=\"4\" fill=\"{colour}\"/>");
            Line($"<text x=\"{Left + Width + 12}\" y=\"{Top + 14 + (18 * i)}\" fill=\"{colour}\">{own.SignalToNoise} dB</text>");
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static double X(double perHour) =>
        Left + (Width * Math.Log(Math.Clamp(perHour, Least, Most) / Least) / Math.Log(Most / Least));

    private static double Y(double share) => Top + (Height * (1 - share));
}
