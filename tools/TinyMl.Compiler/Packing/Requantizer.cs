using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;
using TinyMl.Compiler.Reference;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// How the sums of one output channel become int8, as TensorFlow Lite defines it, over all sums that any input can give.
/// Whatever shall replace it is proved here: both functions never fall, so they are equal everywhere if they are equal at the
/// ends and step from k - 1 to k between the same two sums, for each of the at most 255 k.
/// </summary>
public sealed class Requantizer
{
    private readonly QuantizedMultiplier _factor;
    private readonly int _zeroPoint;
    private readonly Limits _limits;
    private readonly List<(long Sum, int Value)> _steps = [];

    /// <summary>Describes a channel.</summary>
    /// <param name="factor">Input scale * weight scale / output scale.</param>
    /// <param name="zeroPoint">Of the output.</param>
    /// <param name="limits">Of the output.</param>
    /// <param name="least">The least sum, bias included.</param>
    /// <param name="greatest">The greatest.</param>
    public Requantizer(QuantizedMultiplier factor, int zeroPoint, Limits limits, long least, long greatest)
    {
        _factor = factor;
        _zeroPoint = zeroPoint;
        _limits = limits;
        Least = least;
        Greatest = greatest;
        for (int value = Reference(least) + 1; value <= Reference(greatest); value++)
        {
            _steps.Add((FirstThatReaches(value), value));
        }
    }

    /// <summary>The least sum.</summary>
    public long Least { get; }

    /// <summary>The greatest sum.</summary>
    public long Greatest { get; }

    /// <summary>The least sum that reaches each output but the least, in ascending order.</summary>
    public IReadOnlyList<(long Sum, int Value)> Steps => _steps;

    /// <summary>The factor.</summary>
    public QuantizedMultiplier Factor => _factor;

    /// <summary>The output's zero point.</summary>
    public int ZeroPoint => _zeroPoint;

    /// <summary>The output's limits.</summary>
    public Limits Limits => _limits;

    /// <summary>Whether the channel has one value, whatever the input.</summary>
    public bool IsConstant => _steps.Count == 0;

    /// <summary>The output for a sum.</summary>
    public int Reference(long sum) =>
        Math.Clamp(_zeroPoint + FixedPoint.Multiply((int)sum, _factor), _limits.Minimum, _limits.Maximum);

    /// <summary>Whether a function that never falls gives the same output for every sum.</summary>
    public bool Equals(Func<long, int> function)
    {
        if (function(Least) != Reference(Least) || function(Greatest) != Reference(Greatest))
        {
            return false;
        }

        foreach ((long sum, int value) in _steps)
        {
            if (function(sum) < value || function(sum - 1) >= value)
            {
                return false;
            }
        }

        return true;
    }

    private long FirstThatReaches(int value)
    {
        long low = Least;
        long high = Greatest;
        while (low < high)
        {
            long middle = low + ((high - low) >> 1);
            if (Reference(middle) >= value)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }
}
