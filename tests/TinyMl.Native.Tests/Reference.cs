using System.Numerics;

namespace TinyMl.Native.Tests;

/// <summary>
/// The operators as TensorFlow Lite's 8-bit quantisation specification defines them, in the slowest and plainest way: one
/// loop per index, integers of any length.
/// </summary>
internal static class Reference
{
    private static readonly BigInteger Int32Max = int.MaxValue;
    private static readonly BigInteger Int32Min = int.MinValue;

    /// <summary>A filter over an image.</summary>
    public sealed record Geometry(
        int Height, int Width, int Channels, int OutHeight, int OutWidth, int OutChannels, int FilterH, int FilterW,
        int StrideH, int StrideW, int DilationH, int DilationW, int Top, int Left);

    /// <summary>2 a b / 2^32: the nudge is half, the division truncates.</summary>
    public static BigInteger HighMul(BigInteger a, BigInteger b)
    {
        BigInteger product = a * b;
        BigInteger nudge = product.Sign >= 0 ? BigInteger.One << 30 : 1 - (BigInteger.One << 30);
        return BigInteger.Min(BigInteger.Divide(product + nudge, BigInteger.One << 31), Int32Max);
    }

    /// <summary>x / 2^n, halves away from zero.</summary>
    public static BigInteger DivideByPowerOfTwo(BigInteger x, int n)
    {
        BigInteger magnitude = BigInteger.Divide((2 * BigInteger.Abs(x)) + (BigInteger.One << n), BigInteger.One << (n + 1));
        return x.Sign * magnitude;
    }

    public static BigInteger Requantize(BigInteger x, int multiplier, int shift)
    {
        BigInteger left = BigInteger.Clamp(x * (BigInteger.One << Math.Max(shift, 0)), Int32Min, Int32Max);
        return DivideByPowerOfTwo(HighMul(left, multiplier), Math.Max(-shift, 0));
    }

    public static sbyte Clamp(BigInteger x, (sbyte Low, sbyte High) clamp) =>
        (sbyte)BigInteger.Clamp(x, clamp.Low, clamp.High);

    public static sbyte[] Conv(
        sbyte[] input, int inputZero, sbyte[] weights, int[] bias, int[] multipliers, sbyte[] shifts, int outputZero,
        (sbyte Low, sbyte High) clamp, Geometry g, bool depthwise)
    {
        sbyte[] output = new sbyte[g.OutHeight * g.OutWidth * g.OutChannels];
        for (int y = 0; y < g.OutHeight; y++)
        {
            for (int x = 0; x < g.OutWidth; x++)
            {
                for (int o = 0; o < g.OutChannels; o++)
                {
                    long sum = bias[o];
                    for (int ky = 0; ky < g.FilterH; ky++)
                    {
                        for (int kx = 0; kx < g.FilterW; kx++)
                        {
                            int iy = (y * g.StrideH) + (ky * g.DilationH) - g.Top;
                            int ix = (x * g.StrideW) + (kx * g.DilationW) - g.Left;
                            if (iy < 0 || iy >= g.Height || ix < 0 || ix >= g.Width)
                            {
                                continue;
                            }

                            int pixel = ((iy * g.Width) + ix) * g.Channels;
                            int tap = (ky * g.FilterW) + kx;
                            if (depthwise)
                            {
                                int c = o / (g.OutChannels / g.Channels);
                                sum += (long)(input[pixel + c] - inputZero) * weights[(tap * g.OutChannels) + o];
                                continue;
                            }

                            for (int c = 0; c < g.Channels; c++)
                            {
                                int w = (((o * g.FilterH * g.FilterW) + tap) * g.Channels) + c;
                                sum += (long)(input[pixel + c] - inputZero) * weights[w];
                            }
                        }
                    }

                    output[(((y * g.OutWidth) + x) * g.OutChannels) + o] =
                        Clamp(outputZero + Requantize(sum, multipliers[o], shifts[o]), clamp);
                }
            }
        }

        return output;
    }

    public static sbyte[] Pool(sbyte[] input, (sbyte Low, sbyte High) clamp, Geometry g, bool average)
    {
        sbyte[] output = new sbyte[g.OutHeight * g.OutWidth * g.Channels];
        for (int y = 0; y < g.OutHeight; y++)
        {
            for (int x = 0; x < g.OutWidth; x++)
            {
                for (int c = 0; c < g.Channels; c++)
                {
                    List<int> covered = [];
                    for (int ky = 0; ky < g.FilterH; ky++)
                    {
                        for (int kx = 0; kx < g.FilterW; kx++)
                        {
                            int iy = (y * g.StrideH) + ky - g.Top;
                            int ix = (x * g.StrideW) + kx - g.Left;
                            if (iy >= 0 && iy < g.Height && ix >= 0 && ix < g.Width)
                            {
                                covered.Add(input[(((iy * g.Width) + ix) * g.Channels) + c]);
                            }
                        }
                    }

                    int value = average
                        ? (int)Math.Round((decimal)covered.Sum() / covered.Count, MidpointRounding.AwayFromZero)
                        : covered.Max();
                    output[(((y * g.OutWidth) + x) * g.Channels) + c] = Clamp(value, clamp);
                }
            }
        }

        return output;
    }

    public static sbyte[] Add(
        sbyte[] a, int aZero, sbyte[] b, int bZero, int[] multipliers, sbyte[] shifts, int outputZero,
        (sbyte Low, sbyte High) clamp)
    {
        return a.Zip(b, (x, y) =>
        {
            BigInteger left = Requantize((BigInteger)(x - aZero) << 20, multipliers[0], shifts[0]);
            BigInteger right = Requantize((BigInteger)(y - bZero) << 20, multipliers[1], shifts[1]);
            return Clamp(outputZero + Requantize(left + right, multipliers[2], shifts[2]), clamp);
        }).ToArray();
    }

    /// <summary>Softmax in the fixed-point formats of TensorFlow Lite.</summary>
    public static sbyte[] Softmax(sbyte[] input, int channels, int multiplier, int shift)
    {
        sbyte[] output = new sbyte[input.Length];
        BigInteger least = -(((BigInteger)31 << 26) / (BigInteger.One << shift));
        for (int start = 0; start < input.Length; start += channels)
        {
            int max = input.Skip(start).Take(channels).Max();
            BigInteger?[] exps = input.Skip(start).Take(channels).Select(x => x - max >= least
                ? Exp(HighMul((BigInteger)(x - max) << shift, multiplier))
                : (BigInteger?)null).ToArray();
            BigInteger sum = exps.Aggregate(BigInteger.Zero, (s, e) => s + (e is { } v ? DivideByPowerOfTwo(v, 12) : 0));
            int headroom = 32 - (int)sum.GetBitLength();
            BigInteger scale = OneOverOnePlus((sum << headroom) - (BigInteger.One << 31));
            for (int c = 0; c < channels; c++)
            {
                BigInteger y = exps[c] is { } e ? DivideByPowerOfTwo(HighMul(scale, e), 12 - headroom + 31 - 8) : 0;
                output[start + c] = Clamp(y - 128, (-128, 127));
            }
        }

        return output;
    }

    /// <summary>exp of a Q5.26 at most 0, as Q0.31: e^-n/4 by powers of two, the rest by a series around -1/8.</summary>
    public static BigInteger Exp(BigInteger a)
    {
        if (a.IsZero)
        {
            return Int32Max;
        }

        // a = rest - quarters / 4 with rest in [-1/4, 0)
        BigInteger quarter = BigInteger.One << 24;
        BigInteger quarters = ((-a + quarter - 1) / quarter) - 1;
        BigInteger rest = a + (quarters * quarter);
        BigInteger x = (rest << 5) + Constant(0.125, 31);
        BigInteger x2 = HighMul(x, x);
        BigInteger x3 = HighMul(x2, x);
        BigInteger x4 = HighMul(x2, x2);
        BigInteger tail = DivideByPowerOfTwo(
            HighMul(DivideByPowerOfTwo(x4, 2) + x3, Constant(1.0 / 3.0, 31)) + x2, 1);
        BigInteger result = Constant(Math.Exp(-0.125), 31) + HighMul(Constant(Math.Exp(-0.125), 31), x + tail);
        for (int k = 0; k < 7; k++)
        {
            if (!((quarters >> k) & 1).IsZero)
            {
                result = HighMul(result, Constant(Math.Exp(-Math.Pow(2, k - 2)), 31));
            }
        }

        return result;
    }

    /// <summary>1 / (1 + x) of a Q0.31, by three steps of Newton's method in Q2.29.</summary>
    public static BigInteger OneOverOnePlus(BigInteger x)
    {
        BigInteger half = (x + (BigInteger.One << 31)) / 2;
        BigInteger y = Constant(48.0 / 17.0, 29) + HighMul(half, Constant(-32.0 / 17.0, 29));
        for (int i = 0; i < 3; i++)
        {
            y += HighMul(y, (BigInteger.One << 29) - HighMul(half, y)) << 2;
        }

        return BigInteger.Min(y << 1, Int32Max);
    }

    private static BigInteger Constant(double value, int fractionalBits) =>
        new(Math.Round(Math.ScaleB(value, fractionalBits), MidpointRounding.AwayFromZero));
}
