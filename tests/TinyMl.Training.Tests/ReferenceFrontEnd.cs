using TinyMl.Compiler.Models;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Tests;

/// <summary>
/// The front end for one window, written from SPEC.md alone, to compare the native one with. Channels are those of
/// <see cref="ImuSequence"/>.
/// </summary>
internal sealed class ReferenceFrontEnd
{
    private readonly ImuFrontEnd _frontEnd;
    private readonly int _channels;

    /// <summary>Makes an encoder.</summary>
    public ReferenceFrontEnd(ImuFrontEnd frontEnd)
    {
        _frontEnd = frontEnd;
        _channels = frontEnd.ByteOffsets.Length;
    }

    /// <summary>Raw samples that make a window.</summary>
    public int Records => _frontEnd.Rows * _frontEnd.Decimation;

    /// <summary>Encodes raw samples.</summary>
    /// <param name="raw">[<see cref="Records"/>, channels], oldest first.</param>
    /// <param name="window">[rows, channels].</param>
    public void Encode(ReadOnlySpan<short> raw, Span<sbyte> window)
    {
        int rows = _frontEnd.Rows;
        Span<int> values = stackalloc int[rows * _channels];
        for (int row = 0; row < rows; row++)
        {
            for (int c = 0; c < _channels; c++)
            {
                int sum = 0;
                for (int i = 0; i < _frontEnd.Decimation; i++)
                {
                    sum += raw[(((row * _frontEnd.Decimation) + i) * _channels) + c];
                }

                values[(row * _channels) + c] = (int)Divide(sum, _frontEnd.Decimation);
            }
        }

        if (_frontEnd.SubtractMean)
        {
            for (int c = 0; c < _channels; c++)
            {
                long sum = 0;
                for (int row = 0; row < rows; row++)
                {
                    sum += values[(row * _channels) + c];
                }

                int mean = (int)Divide(sum, rows);
                for (int row = 0; row < rows; row++)
                {
                    values[(row * _channels) + c] -= mean;
                }
            }
        }

        for (int group = 0; group < _frontEnd.Floors.Length; group++)
        {
            long divisor = Divisor(values, group);
            for (int i = 0; i < values.Length; i++)
            {
                if (_frontEnd.Groups[i % _channels] == group)
                {
                    long value = Divide((long)values[i] * _frontEnd.Gain, divisor);
                    window[i] = (sbyte)Math.Clamp(value, sbyte.MinValue, sbyte.MaxValue);
                }
            }
        }
    }

    // Rounded to nearest, halves away from zero.
    private static long Divide(long value, long divisor) =>
        value >= 0 ? ((2 * value) + divisor) / (2 * divisor) : -(((-2 * value) + divisor) / (2 * divisor));

    private static long Root(long value)
    {
        long root = (long)Math.Sqrt(value);
        while (root * root > value)
        {
            root--;
        }

        while ((root + 1) * (root + 1) <= value)
        {
            root++;
        }

        return root;
    }

    private long Divisor(ReadOnlySpan<int> values, int group)
    {
        long floor = _frontEnd.Floors[group];
        if (!_frontEnd.DivideByRms)
        {
            return floor;
        }

        long squares = 0;
        long count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (_frontEnd.Groups[i % _channels] == group)
            {
                squares += (long)values[i] * values[i];
                count++;
            }
        }

        return count == 0 ? floor : Math.Max(Root(squares / count), floor);
    }
}
