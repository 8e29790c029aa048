using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of the portable kernels, which clip a filter to the image once for a row and once for a pixel.</summary>
internal static class PortableWork
{
    // Channels that the depthwise kernel, and that pools take side by side.
    private const int Block = 16;
    private const int Lanes = 4;

    internal static void Add(Work work, OperatorRecord step, WindowGrid grid)
    {
        work.Add("row", grid.Out.Height);
        work.Add("pixel", grid.Pixels);
        work.Add("output", grid.Out.Elements);
        switch (step.Code)
        {
            case "CONV_2D" or "DEPTHWISE_CONV_2D":
                AddWindows(work, step, grid);
                break;
            case "AVERAGE_POOL_2D" or "MAX_POOL_2D":
                AddPool(work, grid);
                break;
            case "MEAN":
                AddMean(work, grid);
                break;
            case "TRANSPOSE_CONV":
                work.Add("tap", (double)grid.Out.Elements * grid.In.Channels * grid.Filter.Height * grid.Filter.Width / (grid.Stride.Height * grid.Stride.Width));
                break;
            case "FULLY_CONNECTED":
                work.Add("tap", (double)grid.Out.Channels * grid.In.Elements);
                break;
            default:
                work.Add("input", (double)grid.In.Elements * step.Inputs.Length);
                break;
        }
    }

    // Taps inside the image, over all positions of a window along each axis.
    private static (double Rows, double Columns) Inside(WindowGrid grid) =>
        (Enumerable.Range(0, grid.Out.Height).Sum(grid.RowsInside), Enumerable.Range(0, grid.Out.Width).Sum(grid.ColumnsInside));

    private static void AddPool(Work work, WindowGrid grid)
    {
        (double rows, double columns) = Inside(grid);
        AddLanes(work, grid.Out.Channels, grid.Pixels, rows * grid.Out.Width, rows * columns);
    }

    // Over each axis where the output has 1.
    private static void AddMean(Work work, WindowGrid grid)
    {
        double rows = (double)grid.Pixels * grid.In.Height / grid.Out.Height;
        AddLanes(work, grid.In.Channels, grid.Pixels, rows, rows * grid.In.Width / grid.Out.Width);
    }

    // Sums of channels, side by side as far as there are enough: of windows, their rows and all their taps.
    private static void AddLanes(Work work, int channels, double windows, double rows, double taps)
    {
        foreach ((string name, int count) in new[] { ("four", channels / Lanes), ("single", channels % Lanes) })
        {
            work.Add(name, windows * count);
            work.Add(name + ", row of the filter", rows * count);
            work.Add(name + ", tap", taps * count);
        }
    }

    private static void AddWindows(Work work, OperatorRecord step, WindowGrid grid)
    {
        (double rows, double columns) = Inside(grid);
        double taps = rows * columns * grid.Out.Channels;
        if (step.Code == "DEPTHWISE_CONV_2D")
        {
            double blocks = (grid.Out.Channels + Block - 1) / Block;
            work.Add("block", grid.Pixels * blocks);
            work.Add("block, row of the filter", rows * grid.Out.Width * blocks);
            work.Add("block, tap", rows * columns * blocks);
        }
        else
        {
            work.Add("output, row of the filter", rows * (grid.Dilation.Width > 1 ? columns : grid.Out.Width) * grid.Out.Channels);
        }

        work.Add("tap", step.Code == "CONV_2D" ? taps * grid.In.Channels : taps);
    }
}
