using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// The columns of int16 that xtensa-mac16 makes of an image for a block of pixels: how long they are, and where each tap of a
/// filter finds its input in the window of a pixel (SPEC.md).
/// </summary>
internal sealed class Mac16Strip
{
    private const int MostBytes = 2048;

    private readonly int _rows = 1;
    private readonly int _columns = 1;
    private readonly int _channels;
    private readonly int _column;

    internal Mac16Strip(WeightedOperator step)
    {
        int stride = 1;
        int width = 1;
        _channels = step.Input.Shape.Elements;
        if (step is WindowedOperator windowed)
        {
            Shape output = step.Output.Shape;
            _rows = step.Weights.Shape.Height;
            _columns = step.Weights.Shape.Width;
            _channels = step.Input.Shape.Channels;
            stride = windowed.Stride.Width;
            bool isFlat = _rows == 1 && _columns == 1 && windowed.Stride == Extent.One;
            width = isFlat ? output.Height * output.Width : output.Width;
        }

        int even = ModelFormat.Align(_rows * _channels, 2);
        _column = even * _columns % 4 == 0 ? even : ModelFormat.Align(even, 4);
        int most = MostBytes / 2 / _column;
        int pixels = Math.Min(width, most > _columns ? 1 + ((most - _columns) / stride) : 1);
        Bytes = (2 * Math.Max(((pixels - 1) * stride * _column) + (_columns * _column), pixels * stride * _column)) + 4;
    }

    /// <summary>Scratch.</summary>
    internal int Bytes { get; }

    /// <summary>A filter's weights, multiplied, in the order of the columns.</summary>
    internal short[] Arrange(sbyte[] weights, int scale)
    {
        short[] arranged = new short[_columns * _column];
        for (int row = 0; row < _rows; row++)
        {
            for (int column = 0; column < _columns; column++)
            {
                for (int channel = 0; channel < _channels; channel++)
                {
                    int weight = weights[(((row * _columns) + column) * _channels) + channel];
                    arranged[(column * _column) + Place((row * _channels) + channel)] = (short)(weight * scale);
                }
            }
        }

        return arranged;
    }

    // Whole words of four inputs are widened to (0, 2) and (1, 3).
    private int Place(int element) => _channels % 4 != 0 ? element : (element & ~3) + ((element & 1) * 2) + ((element >> 1) & 1);
}
