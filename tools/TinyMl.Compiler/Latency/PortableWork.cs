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
        foreach ((string name, int count) in new[] { ("four", grid.Out.Channels / Lanes), ("single", grid.Out.Channels % Lanes) })
        {
            work.Add(name, (double)grid.Pixels * count);
            work.Add(name + ", row of the filter", rows * grid.Out.Width * count);
            work.Add(name + ", tap", rows * columns * count);
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
