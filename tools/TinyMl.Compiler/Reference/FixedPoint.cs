using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Reference;

/// <summary>
/// The fixed-point arithmetic of TensorFlow Lite's 8-bit kernels, written from its definitions in 64-bit integers. Qa.b has
/// a integer and b fraction bits.
/// </summary>
public static class FixedPoint
{
    /// <summary>round(a * b / 2^31), halves up, the one overflow saturated ("saturating rounding doubling high multiply").</summary>
    public static int DoublingHighMultiply(int a, int b)
    {
        if (a == int.MinValue && b == int.MinValue)
        {
            return int.MaxValue;
        }

        // C's division truncates towards zero, and the nudge differs by sign: halves go away from zero only below it.
        long product = (long)a * b;
        long nudge = product >= 0 ? 1L << 30 : 1 - (1L << 30);
        return (int)((product + nudge) / (1L << 31));
    }

    /// <summary>round(x / 2^exponent), halves away from zero.</summary>
    public static int RoundingDivideByPowerOfTwo(int x, int exponent)
    {
        long divisor = 1L << exponent;
        long magnitude = (Math.Abs((long)x) + (divisor / 2)) / divisor;
        return (int)(x < 0 ? -magnitude : magnitude);
    }

    /// <summary>
    /// x times a quantised multiplier with TensorFlow Lite's double rounding; where TensorFlow Lite leaves x * 2^shift
    /// undefined, it saturates.
    /// </summary>
    public static int Multiply(int x, QuantizedMultiplier factor)
    {
        int left = Math.Max(factor.Shift, 0);
        int right = Math.Max(-factor.Shift, 0);
        return RoundingDivideByPowerOfTwo(DoublingHighMultiply(Saturate((long)x << left), factor.Multiplier), right);
    }

    /// <summary>exp(a) for a at most 0, to Q0.31.</summary>
    /// <param name="a">With <paramref name="integerBits"/> bits before the point, 31 - integerBits behind it.</param>
    /// <param name="integerBits">4 or 5.</param>
    public static int ExpOfNegative(int a, int integerBits = 5)
    {
        if (a == 0)
        {
            return int.MaxValue;
        }

        // a = (part in [-1/4, 0)) - (sum of powers of two): a polynomial for the first, a table of exp for the second.
        int quarter = 1 << (31 - integerBits - 2);
        int fraction = (a & (quarter - 1)) - quarter;
        int result = ExpOfSmall(fraction << integerBits);
        int remainder = fraction - a;
        ReadOnlySpan<int> factors = [1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242];
        for (int i = 0; i < integerBits + 2; i++)
        {
            if ((remainder & (quarter << i)) != 0)
            {
                result = DoublingHighMultiply(result, factors[i]);
            }
        }

        return result;
    }

    /// <summary>1 / (1 + a) for a in [0, 1]: Q0.31 to Q0.31.</summary>
    public static int ReciprocalOfOnePlus(int a) => Saturate((long)TwoOverOnePlus(a) << 1);

    /// <summary>1 / (1 + exp(-a)) to Q0.31; the input as in <see cref="ExpOfNegative"/>, of either sign.</summary>
    public static int Logistic(int a, int integerBits)
    {
        if (a == 0)
        {
            return 1 << 30;
        }

        int positive = ReciprocalOfOnePlus(ExpOfNegative(-Math.Abs(a), integerBits));
        return a > 0 ? positive : int.MaxValue - positive;
    }

    /// <summary>tanh(a) to Q0.31; the input as in <see cref="ExpOfNegative"/>, of either sign.</summary>
    public static int Tanh(int a, int integerBits)
    {
        if (a == 0)
        {
            return 0;
        }

        // tanh |a| = (1 - e) / (1 + e) = 2 / (1 + e) - 1 with e = exp(-2 |a|): the same bits, read with one integer bit more.
        int e = ExpOfNegative(-Math.Abs(a), integerBits + 1);
        int magnitude = Saturate((long)(TwoOverOnePlus(e) - (1 << 29)) << 2);
        return a > 0 ? magnitude : -magnitude;
    }

    // 2 / (1 + a) for a in [0, 1], Q0.31 to Q2.29, by three Newton-Raphson steps.
    private static int TwoOverOnePlus(int a)
    {
        long sum = (long)a + int.MaxValue;
        int half = (int)((sum + 1) / 2);
        int x = Saturate(1515870810L + DoublingHighMultiply(half, -1010580540));
        for (int i = 0; i < 3; i++)
        {
            int error = (1 << 29) - DoublingHighMultiply(half, x);
            x = Saturate(x + (long)Saturate((long)DoublingHighMultiply(x, error) << 2));
        }

        return x;
    }

    // exp(a) for a in [-1/4, 0): Taylor around -1/8 to the fourth power, Q0.31.
    private static int ExpOfSmall(int a)
    {
        const int ExpOfMinusEighth = 1895147668;
        const int Third = 715827883;
        int x = a + (1 << 28);
        int x2 = DoublingHighMultiply(x, x);
        int x3 = DoublingHighMultiply(x2, x);
        int x4 = DoublingHighMultiply(x2, x2);
        int quarter = RoundingDivideByPowerOfTwo(x4, 2);
        int tail = RoundingDivideByPowerOfTwo(DoublingHighMultiply(quarter + x3, Third) + x2, 1);
        return Saturate(ExpOfMinusEighth + (long)DoublingHighMultiply(ExpOfMinusEighth, x + tail));
    }

    private static int Saturate(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);
}
