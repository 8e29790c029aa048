using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of the kernels of xtensa-mac16.</summary>
internal static class Mac16Work
{
    // Elements of a strip of columns.
    private const int StripElements = 1024;

    private const int FirstOfRuns = 7;

    internal static void Add(Work work, OperatorRecord step, WindowGrid grid)
    {
        if (step.KernelRows > 0)
        {
            AddPlanes(work, step, grid);
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

    // Four channels at a time become lines, as many as a plane has room for; an image of one column has one line.
    private static void AddPlanes(Work work, OperatorRecord step, WindowGrid grid)
    {
        bool isColumn = grid.In.Width == 1 && grid.Out.Width == 1;
        int height = step.InPlace ? grid.Out.Height : step.KernelRows;
        for (int y = 0; y < grid.Out.Height; y += height)
        {
            int rows = Math.Min(height, grid.Out.Height - y);
            work.Add("block", grid.Out.Channels / 4.0);
            if (isColumn)
            {
                AddPlane(work, step, Turned(grid, step.KernelRows), (y * grid.Stride.Height) - grid.Padding.Top, -grid.Padding.Left, rows, 1);
            }
            else
            {
                AddPlane(work, step, grid, -grid.Padding.Left, (y * grid.Stride.Height) - grid.Padding.Top, grid.Out.Width, rows);
            }
        }
    }

    // As one row, of whose outputs there are so many in a block.
    private static WindowGrid Turned(WindowGrid grid, int block) => grid with
    {
        In = grid.In with { Height = 1, Width = grid.In.Height },
        Out = grid.Out with { Height = 1, Width = Math.Min(block, grid.Out.Height) },
        Filter = new Extent(grid.Filter.Width, grid.Filter.Height),
        Stride = new Extent(grid.Stride.Width, grid.Stride.Height),
    };

    // Rows of so many outputs, whose windows begin at column left and row top.
    private static void AddPlane(Work work, OperatorRecord step, WindowGrid grid, int left, int top, int width, int rows)
    {
        bool is3x3 = step.Kernel < FirstOfRuns;
        int stride = grid.Stride.Height;
        int runWords = (grid.Filter.Width / 2) + 1;
        int words = ((grid.Out.Width - 1) / (grid.Stride.Width == 1 ? 2 : 1)) + runWords;
        bool isOdd = is3x3 && grid.Stride.Width == 1 && width % 2 != 0;
        int before = Math.Max(0, (isOdd ? 1 : 0) - left);
        int pixels = Math.Min(grid.In.Width - Math.Max(0, left), (2 * words) - before);
        bool mayReplace = grid.Stride == Extent.One && grid.In == grid.Out;
        int lines = grid.Filter.Height + (mayReplace ? Math.Min(step.KernelRows, grid.Out.Height) - 1 : 0);
        double groups = grid.Out.Channels / 4.0;
        int kept = 0;
        for (int done = 0; done < rows;)
        {
            int filled = Math.Min(lines, ((rows - done - 1) * stride) + grid.Filter.Height);
            int inside = Enumerable.Range(top + (done * stride) + kept, filled - kept).Count(y => y >= 0 && y < grid.In.Height);
            work.Add("line", groups * (filled - kept));
            work.Add("line, word outside", groups * 4 * words * (filled - kept - inside));
            work.Add("line, inside", groups * inside);
            work.Add("line, pixel", groups * inside * pixels);
            int made = ((filled - grid.Filter.Height) / stride) + 1;
            done += made;
            kept = Math.Max(0, filled - (made * stride));
            work.Add("line, moved word", done < rows ? groups * 4 * words * kept : 0);
            work.Add("plane of a channel", groups * 4);
        }

        double outputs = grid.Out.Channels * rows * width;
        work.Add("row of a channel", grid.Out.Channels * rows);
        work.Add("odd row of a channel", isOdd ? grid.Out.Channels * rows : 0);
        work.Add(grid.Stride.Width == 1 ? "output" : "output, stride 2", outputs);
        work.Add("output, row of the filter", is3x3 ? 0 : outputs * grid.Filter.Height);
        work.Add("output, word of the filter", is3x3 ? 0 : outputs * grid.Filter.Height * runWords);
    }
}
