using System.Text;
using Spectre.Console;

namespace TinyMl.Cli.Evaluation;

/// <summary>A table of an evaluation, for the screen and for a page.</summary>
/// <param name="Columns">Its heads.</param>
/// <param name="Rows">As many cells each.</param>
/// <param name="Note">What is below it.</param>
internal sealed record EvaluationTable(string[] Columns, IReadOnlyList<string[]> Rows, string Note)
{
    /// <summary>Prints it.</summary>
    internal void Write()
    {
        Table table = Report.Table(Columns);
        foreach (string[] row in Rows)
        {
            table.AddRow(Array.ConvertAll(row, Markup.Escape));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(Note);
    }

    /// <summary>The table as Markdown; all columns but the first are set right.</summary>
    internal string Markdown()
    {
        StringBuilder text = new();
        text.Append("| ").AppendJoin(" | ", Columns).Append(" |\n|--|").Insert(text.Length, "--:|", Columns.Length - 1).Append('\n');
        foreach (string[] row in Rows)
        {
            text.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        }

        return text.Append('\n').Append(Note).Append('\n').ToString();
    }
}
