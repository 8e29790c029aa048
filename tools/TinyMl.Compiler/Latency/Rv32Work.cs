using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of the kernels of rv32.</summary>
internal static class Rv32Work
{
    // rv32.h and rv32_conv.c: filters, pixels and taps of a block, pixels that are taken one by one, units of a dense block.
    private const int Filters = 4;
    private const int Pixels = 4;
    private const int Taps = 4;
    private const int MostSingle = 2;
    private const int Units = 16;

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
        int stride = grid.Stride.Height;
        int channels = grid.Out.Channels;
        int width = ((grid.Out.Width - 1) * stride) + grid.Filter.Width;
        int columns = Math.Min(grid.In.Width, width - grid.Padding.Left);
        for (int y = 0; y < grid.Out.Height; y += step.KernelRows)
        {
            int height = ((Math.Min(step.KernelRows, grid.Out.Height - y) - 1) * stride) + grid.Filter.Height;
            int top = (y * stride) - grid.Padding.Top;
            int rows = Math.Min(top + height, grid.In.Height) - Math.Max(top, 0);
            string line = rows > columns ? "line down" : "line along";
            int lines = channels * Math.Min(rows, columns);
            int length = Math.Max(rows, columns);
            work.Add("block", 1);
            work.Add("block, byte", width * height);
            work.Add("channel", channels);
            work.Add(line, lines);
            work.Add($"{line}, four", lines * (length / 4));
            work.Add($"{line}, left", lines * (length % 4));
            work.Add("column", channels * grid.Out.Width);
        }

        work.Add(stride == 1 ? "output" : "output, stride 2", grid.Out.Elements);
    }
}
