using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>The parts of the kernels of cortex-m-dsp.</summary>
internal static class DspWork
{
    // dsp.h: words of a group.
    private const int Group = 4;
    private const int Pixel = 6;

    internal static void Add(Work work, OperatorRecord step, WindowGrid grid)
    {
        switch (step)
        {
            case { Code: "CONV_2D", KernelRows: > 0 }:
                AddTiles(work, grid);
                break;
            case { KernelRows: > 0 }:
                DspDepthwiseWork.Add(work, step, grid);
                break;
            case { Kernel: Pixel }:
                work.Add("pixel", grid.Pixels);
                work.Add("pixel, eight filters", grid.Pixels * (grid.Out.Channels / 8));
                break;
            case { Code: "FULLY_CONNECTED" }:
                AddSingles(work, 1, 1, grid.In.Elements, (grid.In.Elements + 7) / 8 * Group, grid.Out.Channels / 2.0);
                break;
            default:
                AddConvolution(work, Turned(grid));
                break;
        }
    }

    // A sequence lies on its side, its filter a single row; under a 1x1 filter an image is one row.
    private static WindowGrid Turned(WindowGrid grid)
    {
        if (grid is { In.Width: 1, Filter.Width: 1, Dilation.Height: 1 })
        {
            grid = grid.OnItsSide();
        }

        return grid.IsFlat ? grid.Flattened() : grid;
    }

    // Pixels go four by four; after one four whose windows lie in the image side by side, the next ones are found by an addition.
    private static void AddConvolution(Work work, WindowGrid grid)
    {
        int width = grid.Out.Width;
        int fours = grid.Pixels / 4;
        int ahead = 0;
        for (int first = 0; first < 4 * fours; first += 4)
        {
            int x = first % width;
            if (ahead > 0)
            {
                ahead--;
                work.Add("four, next", 1);
            }
            else if (x + 3 < width && !grid.IsCopied(first) && !grid.IsCopied(first + 3))
            {
                int last = Math.Min((grid.In.Width - grid.Filter.Width + grid.Padding.Left) / grid.Stride.Width, width - 1);
                ahead = (last - (x + 3)) / 4;
                work.Add("four, side by side", 1);
            }
            else
            {
                work.Add("four, one by one", 1);
                AddCopies(work, grid, first, first + 4);
            }
        }

        int left = grid.Pixels - (4 * fours);
        work.Add("pixel left", left);
        AddCopies(work, grid, 4 * fours, grid.Pixels);

        int rows = grid.Filter.Height;
        int words = rows * ((grid.Run / 4 * 2) + (((grid.Run % 4) + 1) / 2));
        double pairs = grid.Out.Channels / 2.0;
        if (grid.Run % 4 == 0 && words % Group == 0)
        {
            AddSingles(work, left, rows, grid.Run, words, pairs);
        }
        else
        {
            // Without a kernel of their own, they go four times to the same place.
            fours += left;
        }

        work.Add("block", fours);
        work.Add("gather, row", fours * rows);
        work.Add("gather, four taps", fours * rows * (grid.Run / 4));
        work.Add("gather, two taps", fours * rows * (grid.Run % 4 / 2));
        work.Add("gather, one tap", fours * rows * (grid.Run % 2));
        work.Add("block, pair", fours * pairs);
        work.Add("block, pair, word", fours * pairs * words);
        work.Add("block, pair, 16 words", fours * pairs * ((words + 14) / 16));
    }

    private static void AddCopies(Work work, WindowGrid grid, int begin, int end)
    {
        for (int pixel = begin; pixel < end; pixel++)
        {
            if (grid.IsCopied(pixel))
            {
                grid.AddCopy(work, pixel);
            }
        }
    }

    // Pairs of filters over one pixel, or over the inputs of a dense layer.
    private static void AddSingles(Work work, int pixels, int rows, int run, int words, double pairs)
    {
        work.Add("single", pixels);
        work.Add("single, row", pixels * rows);
        work.Add("single, four taps", pixels * rows * (run / 4));
        work.Add("single, filling", pixels * (words - (rows * run / 2.0)));
        work.Add("single, pair", pixels * pairs);
        work.Add("single, pair, group", pixels * pairs * (words / Group));
        work.Add("single, pair, four groups", pixels * pairs * ((words + 15) / (4 * Group)));
    }

    // Winograd's transform: four tiles of 2x2 outputs at a time, with their inputs a window of 4x10.
    private static void AddTiles(Work work, WindowGrid grid)
    {
        Shape output = grid.Out;
        WindowGrid tiles = grid with
        {
            Out = new Shape(1, (output.Height + 1) / 2, (output.Width + 7) / 8, output.Channels),
            Filter = new Extent(4, 10),
            Stride = new Extent(2, 8),
        };
        double pairs = tiles.Pixels * output.Channels / 2.0;
        int parts = (grid.In.Channels + 15) / 16;
        work.Add("tiles", tiles.Pixels);
        work.Add("tiles, four channels", tiles.Pixels * (grid.In.Channels / 4));
        work.Add("tiles, pair", pairs);
        work.Add("tiles, pair, half part", pairs * (grid.In.Channels / 8 % 2));
        work.Add("tiles, pair, other part", pairs * (parts - 1));
        work.Add("tiles, pair, word", pairs * grid.In.Channels / 2);
        work.Add("cut tiles", tiles.Pixels - (output.Height / 2 * (output.Width / 8)));
        work.Add("cut tiles, pixel", (output.Height * output.Width) - (output.Height / 2 * 2 * (output.Width / 8 * 8)));
        AddCopies(work, tiles, 0, tiles.Pixels);
    }
}
