using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of the kernels of xtensa-mac16.</summary>
internal static class Mac16Work
{
    // Elements of a strip of columns.
    private const int StripElements = 1024;

    internal static void Add(Work work, OperatorRecord step, WindowGrid grid)
    {
        if (step.KernelRows > 0)
        {
            AddRows(work, step, grid);
        }
        else if (step.Code == "FULLY_CONNECTED")
        {
            // All inputs are one column.
            int inputs = grid.In.Elements;
            int column = (inputs + 3) / 4 * 4;
            work.Add("word", inputs % 4 == 0 ? inputs / 4 : 0);
            work.Add("column, byte", inputs % 4 == 0 ? 0 : inputs);
            work.Add("column, filling", column - inputs);
            work.Add("strip, filter", grid.Out.Channels);
            work.Add("output, four taps", grid.Out.Channels * (column / 4));
        }
        else
        {
            AddStrips(work, grid.IsFlat ? grid.Flattened() : grid);
        }
    }

    // Columns of a filter's height beside each other, so long as a strip has room.
    private static void AddStrips(Work work, WindowGrid grid)
    {
        int elements = grid.Filter.Height * grid.In.Channels;
        int even = (elements + 1) / 2 * 2;
        int column = even * grid.Filter.Width % 4 == 0 ? even : (elements + 3) / 4 * 4;
        int most = Math.Clamp(1 + (((StripElements / column) - grid.Filter.Width) / grid.Stride.Width), 1, grid.Out.Width);
        for (int y = 0; y < grid.Out.Height; y++)
        {
            work.Add("row", 1);
            for (int x = 0; x < grid.Out.Width; x += most)
            {
                int columns = ((Math.Min(most, grid.Out.Width - x) - 1) * grid.Stride.Width) + grid.Filter.Width;
                AddColumns(work, grid, y, (x * grid.Stride.Width) - grid.Padding.Left, columns);
                work.Add("column, filling", columns * (column - elements));
                work.Add("strip", 1);
                work.Add("strip, filter", grid.Out.Channels);
            }
        }

        work.Add("output", grid.Out.Elements);
        work.Add("output, four taps", grid.Out.Elements * (grid.Filter.Width * column / 4.0));
    }

    // Where they all lie in the image and are one row of whole words, that row is widened at once.
    private static void AddColumns(Work work, WindowGrid grid, int y, int left, int count)
    {
        int channels = grid.In.Channels;
        int rows = grid.RowsInside(y);
        int columns = Math.Min(grid.In.Width, left + count) - Math.Max(0, left);
        if (grid.Filter.Height == 1 && rows == 1 && columns == count && channels % 4 == 0)
        {
            work.Add("word", count * channels / 4);
            return;
        }

        int inside = rows * columns;
        int outside = (count * grid.Filter.Height) - inside;
        work.Add("column", count);
        work.Add("column, row inside", inside);
        work.Add("column, row outside", outside);
        work.Add("column, outside", outside * channels);
        work.Add("column, word", channels % 4 == 0 ? inside * channels / 4 : 0);
        work.Add("column, byte", channels % 4 == 0 ? 0 : inside * channels);
    }

    // Four channels at a time become rows, of which three are kept.
    private static void AddRows(Work work, OperatorRecord step, WindowGrid grid)
    {
        int stride = grid.Stride.Height;
        int words = stride == 1 ? ((grid.Out.Width + 1) / 2) + 1 : grid.Out.Width + 1;
        int before = grid.Padding.Left + (stride == 1 ? grid.Out.Width % 2 : 0);
        bool hasBorder = before != 0 || grid.In.Width < 2 * words;
        double groups = grid.Out.Channels / 4.0;
        int height = step.InPlace ? grid.Out.Height : step.KernelRows;
        for (int y = 0; y < grid.Out.Height; y += height)
        {
            int begin = (y * stride) - grid.Padding.Top;
            int end = begin + ((Math.Min(height, grid.Out.Height - y) - 1) * stride) + grid.Filter.Height;
            int inside = Math.Min(end, grid.In.Height) - Math.Max(begin, 0);
            int outside = end - begin - inside;
            work.Add("block", groups);
            work.Add("row, filled", groups * (inside + outside));
            work.Add("row, word outside", groups * 4 * words * (outside + (hasBorder ? inside : 0)));
            work.Add("row, inside", groups * inside);
            work.Add("row, pixel", groups * inside * Math.Min(grid.In.Width, (2 * words) - before));
        }

        work.Add("row of a channel", groups * 4 * grid.Out.Height);
        work.Add("odd row of a channel", groups * 4 * grid.Out.Height * (grid.Out.Width % 2));
        work.Add(stride == 1 ? "output" : "output, stride 2", grid.Out.Elements);
    }
}
