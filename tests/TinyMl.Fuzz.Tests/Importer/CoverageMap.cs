namespace TinyMl.Fuzz.Tests.Importer;

/// <summary>Where instrumented code leaves its trace: how often each pair of basic blocks followed each other.</summary>
public static class CoverageMap
{
    private const int Size = 1 << 16;
    private static readonly byte[] Pairs = new byte[Size];
    private static readonly byte[] Seen = new byte[Size];
    private static readonly List<int> Touched = [];
    private static bool[] _blocks = [];
    private static int _previous;

    /// <summary>Basic blocks that were run, of all inputs together.</summary>
    public static int BlocksRun => _blocks.Count(run => run);

    /// <summary>Forgets everything.</summary>
    /// <param name="blocks">The number of instrumented blocks.</param>
    public static void Reset(int blocks)
    {
        _blocks = new bool[blocks];
        Array.Clear(Seen);
        Begin();
    }

    /// <summary>Begins the trace of an input.</summary>
    public static void Begin()
    {
        foreach (int pair in Touched)
        {
            Pairs[pair] = 0;
        }

        Touched.Clear();
        _previous = 0;
    }

    /// <summary>Called by the instrumented code at the start of each basic block.</summary>
    public static void Hit(int block)
    {
        _blocks[block] = true;
        int key = (int)((uint)block * 2654435761u >> 16);
        int pair = (_previous ^ key) & (Size - 1);
        _previous = key >> 1;
        if (Pairs[pair] == 0)
        {
            Touched.Add(pair);
        }

        Pairs[pair] += (byte)(Pairs[pair] < 255 ? 1 : 0);
    }

    /// <summary>Ends the trace of an input.</summary>
    /// <returns>Whether it had a pair, or a pair so many times, as none had before.</returns>
    public static bool EndedWithNews()
    {
        bool news = false;
        foreach (int pair in Touched)
        {
            // 1, 2, 3, 4 to 7, 8 to 15, ... times: one bit each.
            int count = Pairs[pair];
            byte magnitude = (byte)(1 << (count < 4 ? count - 1 : System.Numerics.BitOperations.Log2((uint)count)));
            news |= (Seen[pair] & magnitude) == 0;
            Seen[pair] |= magnitude;
        }

        return news;
    }
}
