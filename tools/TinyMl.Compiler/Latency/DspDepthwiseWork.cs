using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Packing;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of cortex-m-dsp's depthwise kernels: four channels at a time become planes, a block of outputs at once, in strips of columns.</summary>
internal static class DspDepthwiseWork
{
    // dsp.h: outputs of a 3x3 filter's strip.
    private const int LeastStrip = 3;
    private const int WidestStrip = 6;

    private const int Square = 3;
    private const int SquareExact = 5;
    private const int Six = 6;

    internal static void Add(Work work, OperatorRecord step, WindowGrid grid)
    {
        if (step.Kernel is Square or SquareExact)
        {
            AddBlocks(work, step, grid, (step.KernelRows, grid.Out.Width), StripOfSquare(step, grid.Out.Width), isSquare: true);
            return;
        }

        bool isSequence = grid is { In.Width: 1, Filter.Width: 1 };
        (int Rows, int Columns) block = isSequence ? (1, Math.Min(step.KernelRows, grid.Out.Height)) : (step.KernelRows, grid.Out.Width);
        grid = isSequence ? grid.OnItsSide() : grid;
        int outputs = DspFilter.Outputs(grid.Stride.Width, block.Columns);
        int words = DspFilter.WordsOf(grid.Filter.Width, grid.Stride.Width);
        if (block.Rows == 1 && !isSequence && !step.InPlace)
        {
            block.Columns = DspFilter.PartOf(grid.Filter.Height, outputs, grid.Out.Width);
        }

        AddBlocks(work, step, grid, block, (outputs, words - 1 + (grid.Stride.Width == 1 ? outputs / 2 : outputs)), isSquare: false);
    }

    private static (int Outputs, int Words) StripOfSquare(OperatorRecord step, int columns)
    {
        int least = Quotient(columns, WidestStrip);
        int outputs = step.Kernel == SquareExact ? LeastStrip : Math.Max(LeastStrip, Quotient(columns, least));
        return (outputs, step.Stride.Width == 1 ? ((outputs + 1) / 2) + 1 : outputs + 1);
    }

    private static void AddBlocks(
        Work work, OperatorRecord step, WindowGrid grid, (int Rows, int Columns) most, (int Outputs, int Words) strip, bool isSquare)
    {
        double groups = grid.Out.Channels / 4.0;
        for (int y = 0; y < grid.Out.Height; y += most.Rows)
        {
            int rows = Math.Min(most.Rows, grid.Out.Height - y);
            int kept = step.InPlace && y > 0 ? grid.Filter.Height - 1 : 0;
            for (int x = 0; x < grid.Out.Width; x += most.Columns)
            {
                int columns = Math.Min(most.Columns, grid.Out.Width - x);
                int strips = Quotient(columns, strip.Outputs);
                AddPlanes(work, grid, groups, (y, rows, kept), (x, columns, strips), strip);
                if (isSquare)
                {
                    AddSquare(work, groups * 4, strips, rows, strip.Outputs);
                }
                else
                {
                    AddFilter(work, grid, groups * 4, strips, rows, columns, strip.Outputs);
                }
            }
        }
    }

    private static void AddPlanes(
        Work work, WindowGrid grid, double groups, (int Y, int Count, int Kept) rows, (int X, int Count, int Strips) columns,
        (int Outputs, int Words) strip)
    {
        int first = (rows.Y * grid.Stride.Height) - grid.Padding.Top;
        int begin = first + rows.Kept;
        int end = first + ((rows.Count - 1) * grid.Stride.Height) + grid.Filter.Height;
        int inside = Math.Max(Math.Min(end, grid.In.Height) - Math.Max(begin, 0), 0);
        bool isRow = end - first == 1;
        int calls = isRow ? columns.Strips - SideBySide(grid, columns, strip) : columns.Strips;
        work.Add("block", groups);
        work.Add("strip", groups * calls);
        work.Add("strip, row", groups * columns.Strips * inside);
        work.Add("strip, word", groups * columns.Strips * inside * strip.Words);
        work.Add("strip, word outside", groups * columns.Strips * (end - begin - inside) * strip.Words);
        work.Add("kept strip", rows.Kept > 0 ? groups * columns.Strips * 4 : 0);
        work.Add("kept word", groups * columns.Strips * 4 * rows.Kept * strip.Words);
    }

    // Strips of a single input row that follow others inside the image, which are filled with those.
    private static int SideBySide(WindowGrid grid, (int X, int Count, int Strips) columns, (int Outputs, int Words) strip)
    {
        int whole = Enumerable.Range(0, columns.Count / strip.Outputs)
            .Select(i => ((columns.X + (i * strip.Outputs)) * grid.Stride.Width) - grid.Padding.Left)
            .Count(column => column >= 0 && column + (2 * strip.Words) <= grid.In.Width);
        return Math.Max(whole - 1, 0);
    }

    private static void AddSquare(Work work, double channels, int strips, int rows, int outputs)
    {
        work.Add("channel", channels);
        work.Add("channel, strip", channels * strips);
        work.Add("channel, row", channels * strips * rows);
        work.Add("channel, output", channels * strips * rows * outputs);
        work.Add("channel, odd row", channels * strips * rows * (outputs % 2));
    }

    // A single row's whole strips are the rows of one call.
    private static void AddFilter(Work work, WindowGrid grid, double channels, int strips, int rows, int columns, int outputs)
    {
        double steps = channels * strips * rows * grid.Filter.Height * DspFilter.WordsOf(grid.Filter.Width, grid.Stride.Width);
        work.Add("filter", channels * (rows == 1 && columns > outputs ? 1 + Math.Min(columns % outputs, 1) : strips));
        work.Add("filter, row", channels * strips * rows);
        work.Add("filter, output", channels * strips * rows * Math.Min(outputs, columns));
        work.Add("filter, filter row", channels * strips * rows * grid.Filter.Height);
        work.Add(outputs == Six ? "filter, six by a word" : "filter, four by a word", steps);
    }

    private static int Quotient(int a, int b) => (a + b - 1) / b;
}
