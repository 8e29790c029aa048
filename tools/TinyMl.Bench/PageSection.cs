namespace TinyMl.Bench;

/// <summary>A part of a page that a command writes, between two comments that nobody sees.</summary>
/// <param name="Name">What the comments call it.</param>
public sealed record PageSection(string Name)
{
    private string Begin => $"<!-- {Name}: begin -->";

    private string End => $"<!-- {Name}: end -->";

    /// <summary>Whether a page has it.</summary>
    public bool IsIn(string page) =>
        page.Contains(Begin, StringComparison.Ordinal) && page.IndexOf(End, StringComparison.Ordinal) > page.IndexOf(Begin, StringComparison.Ordinal);

    /// <summary>The page with another text there; where it has no such part, with one more at its end.</summary>
    public string Replace(string page, string text)
    {
        if (!IsIn(page))
        {
            return $"{page}{(page.Length == 0 ? string.Empty : "\n")}{Begin}\n{text}{End}\n";
        }

        int begin = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return page[..begin] + "\n" + text + page[page.IndexOf(End, StringComparison.Ordinal)..];
    }

    /// <summary>Another page with this part of a page that may have it.</summary>
    public string Carry(string from, string page)
    {
        if (!IsIn(from))
        {
            return page;
        }

        int begin = from.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1;
        return Replace(page, from[begin..from.IndexOf(End, StringComparison.Ordinal)]);
    }
}
