using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of the portable kernels, which clip a filter to the image once for a row and once for a pixel.</summary>
internal static class PortableWork
{
    // Channels that the depthwise kernel, and that pools take side by side; filters of the others.
    private const int Block = 16;
    private const int Lanes = 4;
    private const int Filters = 4;

    internal static void Add(Work work, OperatorRecord step, WindowGrid grid)
    {
        work.Add("row", grid.Out.Height);
        work.Add("pixel", grid.Pixels);
        work.Add("output", grid.Out.Elements);
        switch (step.Code)
        {
            case "CONV_2D":
                AddFilters(work, grid);
                break;
            case "DEPTHWISE_CONV_2D":
                AddDepthwise(work, grid);
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
                AddRuns(work, grid.Out.Channels, 1, 1, grid.In.Elements);
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

    private static void AddDepthwise(Work work, WindowGrid grid)
    {
        (double rows, double columns) = Inside(grid);
        int fours = grid.In.Channels == grid.Out.Channels ? grid.Out.Channels / Lanes : 0;
        int left = grid.Out.Channels - (fours * Lanes);
        int blocks = (left + Block - 1) / Block;
        work.Add("block of outputs", (double)grid.Pixels * ((grid.Out.Channels + Block - 1) / Block));
        foreach ((string name, int count) in new[] { ("four", fours), ("block", blocks) })
        {
            work.Add(name, (double)grid.Pixels * count);
            work.Add(name + ", row of the filter", rows * grid.Out.Width * count);
            work.Add(name + ", tap", rows * columns * count);
        }

        work.Add("left", (double)grid.Pixels * left);
        work.Add("left, tap", rows * columns * left);
    }

    // Taps of a row side by side are one run, dilated ones a run each.
    private static void AddFilters(Work work, WindowGrid grid)
    {
        (double rows, double columns) = Inside(grid);
        if (grid.Dilation.Width > 1)
        {
            AddRuns(work, grid.Out.Channels, grid.Pixels, rows * columns, grid.In.Channels);
            return;
        }

        foreach (IGrouping<int, int> alike in Enumerable.Range(0, grid.Out.Width).GroupBy(grid.ColumnsInside))
        {
            int pixels = alike.Count();
            AddRuns(work, grid.Out.Channels, grid.Out.Height * pixels, rows * pixels, alike.Key * grid.In.Channels);
        }
    }

    // Four filters go over a run together, or two in their place, or a single one.
    private static void AddRuns(Work work, int filters, double windows, double runs, int values)
    {
        foreach ((string name, int count) in new[] { ("group", (filters / Filters) + (filters % Filters / 2)), ("single", filters % 2) })
        {
            work.Add(name, windows * count);
            work.Add(name + ", run", runs * count);
            work.Add(name + ", four taps", runs * count * (values / 4));
            work.Add(name + ", tap", runs * count * (values % 4));
        }
    }
}
