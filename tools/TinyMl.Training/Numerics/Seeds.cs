namespace TinyMl.Training.Numerics;

/// <summary>Independent seeds from a seed and numbers, the same in every process.</summary>
internal static class Seeds
{
    /// <summary>Mixes numbers into one seed (the finaliser of SplitMix64; Steele et al., 2014).</summary>
    public static int Mix(params ReadOnlySpan<int> numbers)
    {
        ulong state = 0x9E3779B97F4A7C15;
        foreach (int number in numbers)
        {
            state += (uint)number + 0x9E3779B97F4A7C15;
            state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            state = (state ^ (state >> 27)) * 0x94D049BB133111EB;
            state ^= state >> 31;
        }

        return (int)(state >> 33);
    }
}
