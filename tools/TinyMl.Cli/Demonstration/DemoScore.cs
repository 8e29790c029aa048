namespace TinyMl.Cli.Demonstration;

/// <summary>How many digits the board named right, digit by digit, and what it took for a digit that was none.</summary>
internal sealed class DemoScore
{
    private readonly int[] _right = new int[DemoScript.Digits];
    private readonly int[] _drawn = new int[DemoScript.Digits];

    /// <summary>Actions that are no digit.</summary>
    internal int Others { get; private set; }

    /// <summary>Of these, taken for one.</summary>
    internal int OthersNamed { get; private set; }

    internal int Right => _right.Sum();

    internal int Drawn => _drawn.Sum();

    internal double Share => (double)Right / Drawn;

    internal IEnumerable<(int Digit, int Right, int Drawn)> PerDigit =>
        Enumerable.Range(0, DemoScript.Digits).Select(digit => (digit, _right[digit], _drawn[digit]));

    internal void AddOther(bool named)
    {
        Others++;
        OthersNamed += named ? 1 : 0;
    }

    internal void Add(int digit, bool right)
    {
        _drawn[digit]++;
        _right[digit] += right ? 1 : 0;
    }
}
