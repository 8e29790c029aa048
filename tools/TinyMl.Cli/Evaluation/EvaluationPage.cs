using System.Text;

namespace TinyMl.Cli.Evaluation;

/// <summary>A part of a page of Markdown that an evaluation writes, between two comments that readers do not see.</summary>
/// <param name="Name">What the comments call it.</param>
internal sealed record EvaluationPage(string Name)
{
    private string Begin => $"<!-- {Name}: begin -->";

    private string End => $"<!-- {Name}: end -->";

    /// <summary>Replaces the part in a page.</summary>
    /// <param name="file">The page; it has the two comments.</param>
    /// <param name="command">What made the tables.</param>
    /// <param name="tables">The tables.</param>
    internal void Update(string file, string command, IEnumerable<EvaluationTable> tables)
    {
        string page = Files.ReadText(file);
        int begin = page.IndexOf(Begin, StringComparison.Ordinal);
        int end = page.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new UserError(
                ExitCode.Content, $"{file} has no lines \"{Begin}\" and \"{End}\": add them where the tables belong.");
        }

        StringBuilder text = new($"Written by\n\n    {command}\n");
        foreach (EvaluationTable table in tables)
        {
            text.Append('\n').Append(table.Markdown());
        }

        Files.WriteText(file, page[..(begin + Begin.Length)] + "\n" + text + page[end..]);
    }
}
