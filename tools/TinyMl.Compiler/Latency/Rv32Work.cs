using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of the kernels of rv32.</summary>
internal static class Rv32Work
{
    // rv32.h and rv32_conv.c: filters, pixels and taps of a block, pixels that are taken one by one, units of a dense block, outputs of a strip.
    private const int Filters = 4;
    private const int Pixels = 4;
    private const int Taps = 4;
    private const int MostSingle = 2;
    private const int Units = 16;
    private const int Strip = 7;

    internal static void Add(Work work, ModelFile model, OperatorRecord step, WindowGrid grid)
    {
        if (step.KernelRows > 0)
        {
            AddPlanes(work, step, grid);
        }
        else if (step.Code == "FULLY_CONNECTED")
        {
            AddDense(work, model, step, grid);
        }
        else
        {
            AddConvolution(work, grid);
        }
    }

    private static void AddConvolution(Work work, WindowGrid grid)
    {
        int last = grid.Pixels % Pixels;
        int singles = last <= MostSingle ? last : 0;
        for (int pixel = 0; pixel < grid.Pixels - singles; pixel++)
        {
            if (grid.IsCopied(pixel))
            {
                grid.AddCopy(work, pixel);
            }
            else
            {
                work.Add("pixel, inside", 1);
            }
        }

        int blocks = (grid.Pixels - singles + Pixels - 1) / Pixels;
        int rows = grid.Filter.Height;
        int quads = grid.Out.Channels / Filters;
        int fours = (grid.Taps + Taps - 1) / Taps;
        work.Add("block", blocks);
        work.Add("gather, row", blocks * rows);
        work.Add("gather, four taps", blocks * rows * (grid.Run / Taps));
        work.Add("gather, tap left", blocks * rows * (grid.Run % Taps));
        work.Add("block, quad", blocks * quads);
        work.Add("block, quad, four taps", (double)blocks * quads * fours);
        work.Add("block, quad, odd four", blocks * quads * (fours % 2));
        work.Add("single", singles);
        work.Add("single, row", singles * rows);
        work.Add("single, four taps", singles * fours);
        work.Add("single, quad", singles * quads);
        work.Add("single, quad, four taps", singles * quads * fours);
    }

    // What telling lanes apart takes depends on the weights; the stream says how often it is done.
    private static void AddDense(Work work, ModelFile model, OperatorRecord step, WindowGrid grid)
    {
        int blocks = grid.Out.Channels / Units;
        int inputs = grid.In.Elements;
        int factors = step.Kernel % 2 == 0 ? 8 : 4;
        int words = 1 + Units + (Units * ((inputs / Taps) + factors));
        int byTwo = Enumerable.Range(0, blocks).Count(block => (model.StreamWord(step, 1 + (block * words)) & 1) != 0);
        work.Add("units", blocks);
        work.Add("units, four taps by two", byTwo * (inputs / Taps));
        work.Add("units, four taps at once", (blocks - byTwo) * (inputs / Taps));
    }

    // A channel at a time becomes a plane, copied along its longer side, of a block of rows.
    private static void AddPlanes(Work work, OperatorRecord step, WindowGrid grid)
    {
        Rv32Filter filter = Rv32Filter.Of(grid.Filter, grid.Stride)!;
        int channels = grid.Out.Channels;
        for (int y = 0; y < grid.Out.Height; y += step.KernelRows)
        {
            Extent outputs = new(Math.Min(step.KernelRows, grid.Out.Height - y), grid.Out.Width);
            Extent plane = filter.Plane(outputs, grid.Stride);
            int top = (y * grid.Stride.Height) - grid.Padding.Top;
            int rows = Math.Min(top + plane.Height, grid.In.Height) - Math.Max(top, 0);
            int columns = Math.Min(grid.In.Width, plane.Width - grid.Padding.Left);
            string line = (filter.IsDown ? columns > rows : rows > columns) ? "line down" : "line along";
            int lines = channels * Math.Min(rows, columns);
            int length = Math.Max(rows, columns);
            work.Add("block", 1);
            work.Add("block, byte", plane.Width * plane.Height);
            work.Add("channel", channels);
            work.Add(line, lines);
            work.Add($"{line}, four", lines * (length / 4));
            work.Add($"{line}, left", lines * (length % 4));
            if (Rv32Filter.Is3x3(grid.Filter))
            {
                work.Add("column", channels * outputs.Width);
                work.Add(grid.Stride.Height == 1 ? "output" : "output, stride 2", channels * outputs.Height * outputs.Width);
            }
            else
            {
                AddStrips(work, channels, filter, filter.IsDown ? grid.Stride.Height : grid.Stride.Width, filter.IsDown ? Turned(outputs) : outputs);
            }
        }
    }

    private static Extent Turned(Extent extent) => new(extent.Width, extent.Height);

    // Of outputs as the plane has them. The strips of a single row are taken as one, so are the rows of a strip.
    private static void AddStrips(Work work, int channels, Rv32Filter filter, int stride, Extent outputs)
    {
        int calls = 0;
        int left = outputs.Width;
        if (outputs.Height == 1 && left >= Strip)
        {
            calls++;
            Add(Strip, left / Strip);
            left %= Strip;
        }

        for (; left > 0; calls++)
        {
            int columns = left == Strip + 1 ? 5 : Math.Min(left, Strip);
            Add(columns, outputs.Height);
            left -= columns;
        }

        work.Add("strip", channels * calls);

        void Add(int columns, int rows)
        {
            int width = columns <= 3 ? 3 : columns <= 5 ? 5 : Strip;
            double lines = (double)channels * rows * filter.Lines;
            work.Add("strip, row", channels * rows);
            work.Add("strip, output", channels * rows * columns);
            work.Add("strip, line", lines);
            work.Add("strip, load", lines * ((2 * filter.Taps) - stride + (stride * width)));
            work.Add("strip, tap", lines * width * filter.Taps);
        }
    }
}
