using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>Where the windows of a layer lie in its input.</summary>
/// <param name="In">The input.</param>
/// <param name="Out">The output.</param>
/// <param name="Filter">Height and width of a window.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="Dilation">Distance of its taps.</param>
/// <param name="Padding">Rows above and columns left of the input.</param>
internal sealed record WindowGrid(Shape In, Shape Out, Extent Filter, Extent Stride, Extent Dilation, (int Top, int Left) Padding)
{
    internal static WindowGrid Of(ModelFile model, OperatorRecord step) => new(
        model.Tensors[step.Inputs[0]].Shape, model.Tensors[step.Output].Shape, step.Filter, step.Stride, step.Dilation, step.Padding);

    /// <summary>Whether the windows are pixels, one after another.</summary>
    internal bool IsFlat => Filter == Extent.One && Stride == Extent.One;

    /// <summary>Pixels of the output.</summary>
    internal int Pixels => Out.Height * Out.Width;

    /// <summary>Taps of a row of the filter.</summary>
    internal int Run => Filter.Width * In.Channels;

    /// <summary>Taps of the filter.</summary>
    internal int Taps => Filter.Height * Run;

    /// <summary>The same layer with all pixels in one row; only if it is flat.</summary>
    internal WindowGrid Flattened() => this with
    {
        In = new Shape(1, 1, In.Height * In.Width, In.Channels), Out = new Shape(1, 1, Pixels, Out.Channels),
    };

    /// <summary>A sequence, one column wide, as one row; only if its filter is as narrow and not dilated.</summary>
    internal WindowGrid OnItsSide() => new(
        new Shape(1, 1, In.Height, In.Channels), new Shape(1, 1, Out.Height, Out.Channels),
        new Extent(1, Filter.Height), new Extent(1, Stride.Height), Extent.One, (0, Padding.Top));

    /// <summary>Rows of the filter that lie in the image at an output row.</summary>
    internal int RowsInside(int y) => Count(Filter.Height, (y * Stride.Height) - Padding.Top, Dilation.Height, In.Height);

    /// <summary>Columns of the filter that lie in the image at an output column.</summary>
    internal int ColumnsInside(int x) => Count(Filter.Width, (x * Stride.Width) - Padding.Left, Dilation.Width, In.Width);

    /// <summary>Whether the window of a pixel has to be copied: taps lie outside the image, or not side by side.</summary>
    internal bool IsCopied(int pixel) =>
        RowsInside(pixel / Out.Width) < Filter.Height || ColumnsInside(pixel % Out.Width) < Filter.Width || Dilation.Width != 1;

    /// <summary>Adds what copying the window of a pixel takes: words of the image and of the zero point, row by row.</summary>
    internal void AddCopy(Work work, int pixel)
    {
        int rows = RowsInside(pixel / Out.Width);
        int columns = ColumnsInside(pixel % Out.Width);
        work.Add("copy", 1);
        work.Add("copy, row inside", rows);
        work.Add("copy, row outside", Filter.Height - rows);
        work.Add("copy, word inside", rows * (columns * In.Channels / 4));
        work.Add("copy, word outside", (rows * ((Filter.Width - columns) * In.Channels / 4)) + ((Filter.Height - rows) * (Run / 4)));
    }

    private static int Count(int taps, int origin, int dilation, int input) =>
        Enumerable.Range(0, taps).Count(tap => origin + (tap * dilation) >= 0 && origin + (tap * dilation) < input);
}
