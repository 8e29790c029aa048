using System.Globalization;
using System.Security;
using System.Text;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>An evaluation as an SVG: for each scheme and setting the user's accuracy (bar) beside everybody else's (mark).</summary>
internal static class EvaluationSvg
{
    private const int Bar = 26;
    private const int Gap = 26;
    private const int Height = 300;
    private const int Left = 60;
    private const int Top = 40;

    internal static string Draw(IReadOnlyList<SchemeResult> results)
    {
        StringBuilder svg = new();
        void Line(FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
        static double Y(double share) => Top + (Height * (1 - share));

        int width = Left + results.Sum(r => Gap + (Bar * (r.Cells.Count + 1))) + Gap;
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Math.Max(width, 420)}\" height=\"{Top + Height + 60}\" font-family=\"sans-serif\" font-size=\"11\">");
        Line($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Line($"<text x=\"{Left}\" y=\"18\" font-size=\"13\">Bars: the user, unseen recordings. Lines: everybody else.</text>");
        for (int percent = 0; percent <= 100; percent += 20)
        {
            double y = Y(percent / 100.0);
            Line($"<text x=\"{Left - 8}\" y=\"{y + 4:0.##}\" text-anchor=\"end\">{percent} %</text>");
            Line($"<line x1=\"{Left}\" y1=\"{y:0.##}\" x2=\"{width}\" y2=\"{y:0.##}\" stroke=\"#ddd\"/>");
        }

        int x = Left + Gap;
        foreach (SchemeResult result in results)
        {
            Line($"<text x=\"{x}\" y=\"{Top + Height + 44}\" font-size=\"12\">{SecurityElement.Escape(result.Name)}</text>");
            Column(result.Cells[0].UserBefore, result.Cells[0].OthersBefore, "0", "#bbb");
            foreach (TrialSummary cell in result.Cells)
            {
                bool wrong = cell.Settings.Wrong > 0;
                Column(
                    cell.UserAfter,
                    cell.OthersAfter,
                    cell.Settings.Shots.ToString(CultureInfo.InvariantCulture) + (wrong ? "*" : string.Empty),
                    wrong ? "#d08a50" : "#5b8fc9");
            }

            x += Gap;
        }

        Line($"<text x=\"{Left}\" y=\"{Top + Height + 16}\" text-anchor=\"end\">shots</text>");
        Line($"<text x=\"{Left}\" y=\"34\">* with wrong labels</text>");
        svg.AppendLine("</svg>");
        return svg.ToString();

        void Column(double user, double others, string name, string colour)
        {
            Line($"<rect x=\"{x + 3}\" y=\"{Y(user):0.##}\" width=\"{Bar - 6}\" height=\"{Height * user:0.##}\" fill=\"{colour}\"><title>user {100 * user:0.0} %, others {100 * others:0.0} %</title></rect>");
            Line($"<line x1=\"{x}\" y1=\"{Y(others):0.##}\" x2=\"{x + Bar}\" y2=\"{Y(others):0.##}\" stroke=\"#333\" stroke-width=\"2\"/>");
            Line($"<text x=\"{x + (Bar / 2)}\" y=\"{Top + Height + 16}\" text-anchor=\"middle\">{name}</text>");
            x += Bar;
        }
    }
}
