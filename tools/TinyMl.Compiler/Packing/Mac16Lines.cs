using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Packing;

/// <summary>
/// The lines of int16 that the depthwise kernels of xtensa-mac16 make of an image, and a filter's rows as runs of words like theirs
/// (SPEC.md). An image of one column lies in memory as one of one row, and is taken as that.
/// </summary>
internal sealed class Mac16Lines
{
    /// <summary>Most words of a row of a filter.</summary>
    internal const int MostRunWords = 5;

    private const int GroupChannels = 4;

    private readonly Extent _filter;
    private readonly int _stride;
    private readonly int _height;
    private readonly int _width;

    internal Mac16Lines(DepthwiseConv2D step)
    {
        Shape output = step.Output.Shape;
        Extent filter = new(step.Weights.Shape.Height, step.Weights.Shape.Width);
        IsColumn = step.Input.Shape.Width == 1 && output.Width == 1;
        _filter = IsColumn ? Swapped(filter) : filter;
        _stride = IsColumn ? step.Stride.Height : step.Stride.Width;
        MayReplace = step.Stride == Extent.One && step.Input.Shape == output;
        _height = IsColumn ? 1 : output.Height;
        _width = IsColumn ? output.Height : output.Width;
    }

    /// <summary>Whether it is an image of one column.</summary>
    internal bool IsColumn { get; }

    /// <summary>Whether its output may take the place of its input; then there are lines for all rows of a block, else for one.</summary>
    internal bool MayReplace { get; }

    /// <summary>Whether the filter is 3x3.</summary>
    internal bool Is3x3 => _filter == new Extent(3, 3);

    /// <summary>Words of a row of the filter: at least one weight of 0 is in them.</summary>
    internal int RunWords => (_filter.Width / 2) + 1;

    /// <summary>Scratch for blocks of so many rows.</summary>
    internal int Bytes(int rows)
    {
        int width = IsColumn ? Math.Min(rows, _width) : _width;
        int line = 4 * GroupChannels * (((width - 1) / (_stride == 1 ? 2 : 1)) + RunWords);
        return (line * (_filter.Height + (MayReplace ? Math.Min(rows, _height) - 1 : 0))) + 4;
    }

    /// <summary>A filter's weights, row by row as lines are.</summary>
    internal short[] Arrange(short[] weights) =>
        !IsColumn ? weights : [.. Enumerable.Range(0, weights.Length).Select(i => weights[(i % _filter.Width * _filter.Height) + (i / _filter.Width)])];

    /// <summary>The same, each row filled up to whole words.</summary>
    internal short[] Runs(short[] weights) =>
        [.. Arrange(weights).Chunk(_filter.Width).SelectMany(row => row.Concat(new short[(2 * RunWords) - _filter.Width]))];

    private static Extent Swapped(Extent extent) => new(extent.Width, extent.Height);
}
