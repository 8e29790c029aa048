using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;

namespace TinyMl.Compiler.Latency;

/// <summary>
/// How often each part of a kernel runs for a layer, from its shapes alone: calls, rows, pixels, blocks of pixels by filters by groups of
/// taps. What a part costs on a core is in <see cref="LatencyTable"/>.
/// </summary>
internal sealed class LayerWork
{
    // Bytes of a strip of int16 columns on xtensa-mac16.
    private const int StripElements = 1024;

    // Pixels that rv32 takes one by one where no block of four is left.
    private const int MostSingle = 2;

    // Outputs of a strip of planes on cortex-m-dsp.
    private const int WidestStrip = 6;

    private readonly Dictionary<string, double> _parts = [];
    private readonly OperatorRecord _step;
    private readonly Shape _in;
    private readonly Shape _out;

    private LayerWork(ModelFile model, OperatorRecord step)
    {
        _step = step;
        _in = model.Tensors[step.Inputs[0]].Shape;
        _out = model.Tensors[step.Output].Shape;
    }

    /// <summary>Which kernel runs; layers of one key share the costs of their parts.</summary>
    internal static string KernelOf(ModelFile model, OperatorRecord step)
    {
        // A depthwise convolution of one channel is a convolution to packed kernels.
        string code = step is { Code: "DEPTHWISE_CONV_2D", Kernel: not 0 } && model.Tensors[step.Inputs[0]].Shape.Channels == 1
            ? "CONV_2D"
            : step.Code;
        return step.Kernel != 0 ? $"{code} kernel {step.Kernel}" : step.IsFolded ? $"{code} folded" : code;
    }

    /// <summary>The parts that run, by name.</summary>
    internal static IReadOnlyDictionary<string, double> Of(ModelFile model, OperatorRecord step)
    {
        LayerWork work = new(model, step);
        work.Count(step.Inputs.Length);
        return work._parts;
    }

    private void Count(int inputs)
    {
        Add("call", 1);
        Add("row", _out.Height);
        Add("pixel", _out.Height * _out.Width);
        Add("output", _out.Elements);
        switch (_step)
        {
            case { Code: "CONV_2D", KernelRows: > 0 }:
                CountTiles();
                break;
            case { Code: "DEPTHWISE_CONV_2D", KernelRows: > 0 }:
                CountPlanes();
                break;
            case { Code: "CONV_2D" or "DEPTHWISE_CONV_2D", Kernel: > 0 }:
                CountMatrix();
                break;
            case { Code: "CONV_2D" or "DEPTHWISE_CONV_2D" or "AVERAGE_POOL_2D" or "MAX_POOL_2D" }:
                CountWindows();
                break;
            case { Code: "FULLY_CONNECTED" }:
                CountDense();
                break;
            default:
                Add("input", (double)_in.Elements * inputs);
                break;
        }
    }

    // Portable kernels clip the filter to the image, once for a row and once for a pixel.
    private void CountWindows()
    {
        double rows = Covered(_out.Height, _step.Stride.Height, _step.Padding.Top, _step.Filter.Height, _step.Dilation.Height, _in.Height);
        double columns = Covered(_out.Width, _step.Stride.Width, _step.Padding.Left, _step.Filter.Width, _step.Dilation.Width, _in.Width);
        double taps = rows * columns * _out.Channels;
        if (_step.Code == "DEPTHWISE_CONV_2D")
        {
            double blocks = Up(_out.Channels, 16);
            Add("block", _out.Height * _out.Width * blocks);
            Add("block, row of the filter", rows * _out.Width * blocks);
            Add("block, tap", rows * columns * blocks);
        }
        else
        {
            Add("output, row of the filter", rows * (_step.Dilation.Width > 1 ? columns : _out.Width) * _out.Channels);
        }

        Add("tap", _step.Code == "CONV_2D" ? taps * _in.Channels : taps);
    }

    private void CountDense()
    {
        Add("tap", (double)_out.Channels * _in.Elements);
        if (_step.Kernel > 0)
        {
            Add("widened", Up(_in.Elements, 4));
            Add("filter, group of taps", (double)_out.Channels * Up(_in.Elements, 8));
            Add("four filters", Up(_out.Channels, 4));
            Add("sixteen filters", Up(_out.Channels, 16));
            Add("sixteen filters, tap", Up(_out.Channels, 16) * _in.Elements);
        }
    }

    // Pixels in blocks of four, filters in twos or fours, taps in fours or eights; or pixels in strips.
    private void CountMatrix()
    {
        double pixels = _out.Height * _out.Width;
        double taps = _step.Filter.Height * _step.Filter.Width * _in.Channels;
        double run = _step.Filter.Width * _in.Channels;
        double fours = Math.Floor(pixels / 4);
        double left = pixels - (4 * fours);
        double whole = Up(_out.Channels, 4);
        Add("block", fours);
        Add("block, filter", fours * _out.Channels);
        Add("block, filter, group of taps", fours * _out.Channels * Up(taps, 8));
        Add("pixel left", left);
        Add("pixel left, filter", left * _out.Channels);
        Add("pixel left, filter, group of taps", left * _out.Channels * Up(taps, 8));
        double single = left <= MostSingle ? left : 0;
        double padded = left > MostSingle ? 1 : 0;
        Add("single pixel", single);
        Add("single pixel, four filters", single * whole);
        Add("single pixel, four filters, four taps", single * whole * Up(taps, 4));
        Add("padded block", padded);
        Add("padded block, four filters", padded * whole);
        Add("padded block, four filters, four taps", padded * whole * Up(taps, 4));
        Add("output, four taps", pixels * _out.Channels * Up(taps, 4));

        // Gathering: row by row of the filter; at the image's edges, and where rows are no whole words, a copy.
        double rows = Inside(_out.Height, _step.Stride.Height, _step.Padding.Top, _step.Filter.Height, _step.Dilation.Height, _in.Height);
        double columns = Inside(_out.Width, _step.Stride.Width, _step.Padding.Left, _step.Filter.Width, _step.Dilation.Width, _in.Width);
        double edge = pixels - (rows * columns);
        double odd = run % 4 == 0 ? 0 : pixels - edge;
        Add("gathered", pixels * taps);
        Add("gathered, row of the filter", pixels * _step.Filter.Height);
        Add("gathered, odd", pixels * _step.Filter.Height * (run % 4));
        Add("edge", edge);
        Add("edge, row of the filter", edge * _step.Filter.Height);
        Add("edge, tap", edge * taps);
        double covered = Covered(_out.Height, _step.Stride.Height, _step.Padding.Top, _step.Filter.Height, _step.Dilation.Height, _in.Height);
        Add("edge, row inside", (covered * _out.Width) - (rows * columns * _step.Filter.Height));
        Add("edge, cut row", covered * (_out.Width - columns));
        Add("gathered, word", pixels * _step.Filter.Height * Math.Floor(run / 4));
        Add("gathered, row of a block", fours * _step.Filter.Height);
        Add("odd run, row of the filter", odd * _step.Filter.Height);
        Add("odd run, tap", odd * taps);
        CountStrips();
    }

    // Columns of a filter's height beside each other, so long as a strip has room; a 1x1 filter's are all of the image.
    private void CountStrips()
    {
        bool isFlat = _step.Filter == Extent.One && _step.Stride == Extent.One;
        int rows = isFlat ? 1 : _out.Height;
        int width = isFlat ? _out.Height * _out.Width : _out.Width;
        int elements = _step.Filter.Height * _in.Channels;
        int even = (elements + 1) / 2 * 2;
        int column = even * _step.Filter.Width % 4 == 0 ? even : (elements + 3) / 4 * 4;
        int most = Math.Clamp(1 + (((StripElements / column) - _step.Filter.Width) / _step.Stride.Width), 1, width);
        double strips = rows * Up(width, most);
        double columns = rows * (((double)(width - 1) * _step.Stride.Width) + 1) + (strips * (_step.Filter.Width - 1));
        bool isWhole = _in.Channels % 4 == 0;
        Add("strip", strips);
        Add("strip, filter", strips * _out.Channels);
        Add("strip, output, group of taps", _out.Elements * _step.Filter.Width * (column / 4.0));
        if (isWhole && _step.Filter.Height == 1)
        {
            Add("strip, word", columns * column / 4);
            return;
        }

        Add("column", columns);
        Add("column, row of the filter", columns * _step.Filter.Height);
        Add("column, word", isWhole ? columns * column / 4 : 0);
        Add("column, byte", isWhole ? 0 : columns * elements);
        Add("column, filling", columns * (column - elements));
    }

    // Winograd's transform on cortex-m-dsp: four tiles of 2x2 outputs, over two filters, over eight or sixteen channels.
    private void CountTiles()
    {
        double down = Up(_out.Height, 2);
        double across = Up(_out.Width, 8);
        double tiles = down * across;
        double pairs = tiles * _out.Channels / 2;
        double inside = Enumerable.Range(0, (int)down).Count(i => AreInside((2 * i) - _step.Padding.Top, 4, _in.Height))
            * (double)Enumerable.Range(0, (int)across).Count(i => AreInside((8 * i) - _step.Padding.Left, 10, _in.Width));
        double whole = Math.Floor(_out.Height / 2.0) * Math.Floor(_out.Width / 8.0);
        Add("tiles", tiles);
        Add("tiles, four channels", tiles * _in.Channels / 4);
        Add("tiles, pair of filters", pairs);
        Add("tiles, pair of filters, part", pairs * Up(_in.Channels, 16));
        Add("tiles, pair of filters, eight channels", pairs * _in.Channels / 8);
        Add("edge", tiles - inside);
        Add("edge, channel", (tiles - inside) * _in.Channels);
        Add("cut tiles", tiles - whole);
        Add("cut tiles, filter", (tiles - whole) * _out.Channels);
    }

    // Four channels at a time become planes, a block of rows at once, in strips of columns.
    private void CountPlanes()
    {
        double groups = Up(_out.Channels, 4);
        double blocks = Up(_out.Height, _step.KernelRows);
        int strips = (int)Up(_out.Width, WidestStrip);
        int width = (int)Up(_out.Width, strips);
        double rows = (_out.Height * _step.Stride.Height) + (blocks * (_step.InPlace ? 0 : _step.Filter.Height - _step.Stride.Height))
            + (_step.InPlace ? 2 : 0);
        double words = Up(((width - 1) * _step.Stride.Width) + _step.Filter.Width, 2);
        Add("group", groups);
        Add("block", groups * blocks);
        Add("block, strip", groups * blocks * strips);
        Add("strip, row", groups * rows * strips);
        Add("strip, word", groups * rows * strips * words);
        Add("kept word", _step.InPlace ? groups * (blocks - 1) * 2 * strips * words : 0);
        Add("strip, output row", groups * _out.Height * strips);
        Add("strip, output", groups * _out.Height * strips * width);
        Add("channel", groups * 4 * blocks);
        Add("column", groups * rows * _out.Width);
        Add("odd width", groups * _out.Height * strips * (width % 2));
    }

    private void Add(string part, double count) => _parts[part] = count;

    private static double Up(double value, int unit) => Math.Ceiling(value / unit);

    // Taps inside the image, over all positions of a window along an axis.
    private static double Covered(int outputs, int stride, int before, int filter, int dilation, int input) =>
        Enumerable.Range(0, outputs).Sum(i => Enumerable.Range(0, filter).Count(tap => IsInside((i * stride) - before + (tap * dilation), input)));

    // Positions at which all of the window is inside.
    private static double Inside(int outputs, int stride, int before, int filter, int dilation, int input) =>
        Enumerable.Range(0, outputs).Count(i =>
            IsInside((i * stride) - before, input) && IsInside((i * stride) - before + ((filter - 1) * dilation), input));

    private static bool AreInside(int first, int count, int input) => IsInside(first, input) && IsInside(first + count - 1, input);

    private static bool IsInside(int position, int input) => position >= 0 && position < input;
}
