namespace TinyMl.Native.Tests;

/// <summary>A real factor as multiplier and shift, m * 2^(s-31).</summary>
internal static class FixedFactor
{
    public static (int Multiplier, int Shift) Of(double factor)
    {
        int shift = (int)Math.Floor(Math.Log2(factor)) + 1;
        long multiplier = (long)Math.Round(factor * Math.Pow(2, 31 - shift));
        return multiplier == 1L << 31 ? (1 << 30, shift + 1) : ((int)multiplier, shift);
    }

    public static double Real(int multiplier, int shift) => multiplier * Math.Pow(2, shift - 31);
}
