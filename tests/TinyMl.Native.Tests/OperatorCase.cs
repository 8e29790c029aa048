namespace TinyMl.Native.Tests;

/// <summary>A model of one operator with an input and the bytes that the slow reference gives for it.</summary>
internal sealed record OperatorCase(string Name, byte[] Model, sbyte[][] Inputs, sbyte[] Expected)
{
    public static readonly string[] Kinds =
        ["conv", "depthwise", "dense", "average", "maximum", "add", "softmax", "dense-extreme"];

    private const int LargestBias = int.MaxValue - (255 * 128 * 1);

    /// <summary>A random case; the same seed gives the same one.</summary>
    public static OperatorCase Random(string kind, int seed)
    {
        Random random = new((seed * Kinds.Length) + Array.IndexOf(Kinds, kind));
        string name = $"{kind} #{seed}";
        return kind switch
        {
            "conv" => Windowed(name, random, 1),
            "depthwise" => Windowed(name, random, 2),
            "average" => Windowed(name, random, 4),
            "maximum" => Windowed(name, random, 5),
            "dense" => Dense(name, random),
            "dense-extreme" => DenseExtreme(name, random),
            "add" => Add(name, random),
            _ => Softmax(name, random),
        };
    }

    private static OperatorCase Windowed(string name, Random random, byte code)
    {
        bool pool = code >= 4;
        int channels = random.Next(1, 20);
        int outChannels = pool ? channels : code == 2 ? channels * random.Next(1, 4) : random.Next(1, 12);
        Axis y = Axis.Random(random, !pool);
        Axis x = Axis.Random(random, !pool);
        Reference.Geometry g = new(
            y.Input, x.Input, channels, y.Output, x.Output, outChannels, y.Filter, x.Filter, y.Stride, x.Stride,
            y.Dilation, x.Dilation, y.Before, x.Before);
        sbyte[] input = Bytes(random, y.Input * x.Input * channels);
        int inputZero = Zero(random);
        int outputZero = pool ? inputZero : Zero(random);
        (sbyte, sbyte) clamp = Clamp(random);

        TmlWriter writer = new();
        float scale = pool ? 0.5f : 0.25f;
        writer.Inputs.Add(writer.Tensor(y.Input, x.Input, channels, 0.5f, inputZero));
        writer.Outputs.Add(writer.Tensor(y.Output, x.Output, outChannels, scale, outputZero));
        OperatorRecord op = new()
        {
            Code = code,
            Input0 = 0,
            Output = 1,
            Filter = ((byte)y.Filter, (byte)x.Filter),
            Stride = ((byte)y.Stride, (byte)x.Stride),
            Dilation = ((byte)y.Dilation, (byte)x.Dilation),
            Padding = ((byte)y.Before, (byte)x.Before),
            Clamp = clamp,
        };
        writer.Operators.Add(op);
        if (pool)
        {
            return new OperatorCase(name, writer.Build(), [input], Reference.Pool(input, clamp, g, code == 4));
        }

        int taps = y.Filter * x.Filter * (code == 2 ? 1 : channels);
        sbyte[] weights = Bytes(random, taps * outChannels);
        (int[] bias, int[] multipliers, sbyte[] shifts) = Requantization(random, outChannels, taps);
        SetConstants(writer, op, weights, bias, multipliers, shifts);
        sbyte[] expected = Reference.Conv(
            input, inputZero, weights, bias, multipliers, shifts, outputZero, clamp, g, code == 2);
        return new OperatorCase(name, writer.Build(), [input], expected);
    }

    private static OperatorCase Dense(string name, Random random)
    {
        (int height, int width, int channels) = (random.Next(1, 6), random.Next(1, 6), random.Next(1, 30));
        int depth = height * width * channels;
        int units = random.Next(1, 20);
        sbyte[] weights = Bytes(random, depth * units);
        (int[] bias, int[] multipliers, sbyte[] shifts) = Requantization(random, units, depth);
        return Dense(name, random, height, width, channels, units, weights, bias, multipliers, shifts);
    }

    /// <summary>Biases, multipliers and shifts at the ends of their ranges, with sums near the ends of int32.</summary>
    private static OperatorCase DenseExtreme(string name, Random random)
    {
        const int Units = 64;
        int[] bias = new int[Units];
        int[] multipliers = new int[Units];
        sbyte[] shifts = new sbyte[Units];
        int[] ends = [1 << 30, int.MaxValue, (1 << 30) + 1, int.MaxValue - 1, 0];
        for (int i = 0; i < Units; i++)
        {
            bias[i] = random.Next(4) switch
            {
                0 => (random.Next(2) == 0 ? -1 : 1) * (LargestBias - random.Next(3)),
                1 => random.Next(-3, 4),
                2 => (int)Math.Clamp((1L << random.Next(31)) * (random.Next(2) == 0 ? -1 : 1), -LargestBias, LargestBias),
                _ => random.Next(-LargestBias, LargestBias),
            };
            multipliers[i] = random.Next(3) == 0 ? random.Next(1 << 30, int.MaxValue) : ends[random.Next(ends.Length)];
            shifts[i] = random.Next(3) == 0 ? (sbyte)(random.Next(2) == 0 ? -31 : 30) : (sbyte)random.Next(-31, 31);
        }

        sbyte[] weights = Enumerable.Range(0, Units).Select(_ => (sbyte)(random.Next(2) == 0 ? 0 : random.Next(-128, 128))).ToArray();
        return Dense(name, random, 1, 1, 1, Units, weights, bias, multipliers, shifts);
    }

    private static OperatorCase Dense(
        string name, Random random, int height, int width, int channels, int units, sbyte[] weights, int[] bias,
        int[] multipliers, sbyte[] shifts)
    {
        int depth = height * width * channels;
        sbyte[] input = Bytes(random, depth);
        int inputZero = Zero(random);
        int outputZero = Zero(random);
        (sbyte, sbyte) clamp = Clamp(random);
        TmlWriter writer = new();
        writer.Inputs.Add(writer.Tensor(height, width, channels, 0.5f, inputZero));
        writer.Outputs.Add(writer.Tensor(1, 1, units, 0.25f, outputZero));
        OperatorRecord op = new() { Code = 3, Input0 = 0, Output = 1, Clamp = clamp };
        writer.Operators.Add(op);
        SetConstants(writer, op, weights, bias, multipliers, shifts);

        // A dense layer is a convolution whose filter is the whole image.
        Reference.Geometry g = new(1, 1, depth, 1, 1, units, 1, 1, 1, 1, 1, 1, 0, 0);
        sbyte[] expected = Reference.Conv(
            input, inputZero, weights, bias, multipliers, shifts, outputZero, clamp, g, false);
        return new OperatorCase(name, writer.Build(), [input], expected);
    }

    private static OperatorCase Add(string name, Random random)
    {
        (int height, int width, int channels) = (random.Next(1, 6), random.Next(1, 6), random.Next(1, 30));
        sbyte[] a = Bytes(random, height * width * channels);
        sbyte[] b = Bytes(random, a.Length);
        (int aZero, int bZero, int outputZero) = (Zero(random), Zero(random), Zero(random));
        (sbyte, sbyte) clamp = Clamp(random);
        int[] multipliers = [random.Next(1 << 30, int.MaxValue), random.Next(1 << 30, int.MaxValue), random.Next(1 << 30, int.MaxValue)];
        sbyte[] shifts = [(sbyte)-random.Next(0, 8), (sbyte)-random.Next(0, 8), (sbyte)-random.Next(14, 22)];
        TmlWriter writer = new();
        bool inPlace = random.Next(2) == 0;
        writer.Inputs.Add(writer.Tensor(height, width, channels, 0.5f, aZero));
        writer.Inputs.Add(writer.Tensor(height, width, channels, 0.125f, bZero));
        writer.Outputs.Add(writer.Tensor(height, width, channels, 0.25f, outputZero));
        if (inPlace)
        {
            writer.Tensors[2].Offset = writer.Tensors[0].Offset;
        }

        writer.Operators.Add(new OperatorRecord
        {
            Code = 6,
            Flags = (byte)(inPlace ? 1 : 0),
            Input0 = 0,
            Input1 = 1,
            Output = 2,
            Clamp = clamp,
            Multipliers = writer.Constant(multipliers),
            Shifts = writer.Constant(shifts),
        });
        sbyte[] expected = Reference.Add(a, aZero, b, bZero, multipliers, shifts, outputZero, clamp);
        return new OperatorCase(name, writer.Build(), [a, b], expected);
    }

    private static OperatorCase Softmax(string name, Random random)
    {
        (int height, int width, int channels) = (random.Next(1, 4), random.Next(1, 4), random.Next(1, 70));
        if (random.Next(10) == 0)
        {
            channels = random.Next(400, 500);
        }

        sbyte[] input = random.Next(4) == 0
            ? Enumerable.Repeat((sbyte)random.Next(-128, 128), height * width * channels).ToArray()
            : Bytes(random, height * width * channels);
        int multiplier = random.Next(8) == 0 ? 1 << 30 : random.Next(1 << 30, int.MaxValue);
        int shift = random.Next(0, 31);
        TmlWriter writer = new();
        writer.Inputs.Add(writer.Tensor(height, width, channels, 0.5f, Zero(random)));
        writer.Outputs.Add(writer.Tensor(height, width, channels, 1 / 256f, -128));
        writer.Operators.Add(new OperatorRecord
        {
            Code = 7,
            Input0 = 0,
            Output = 1,
            Multipliers = writer.Constant([multiplier]),
            Shifts = writer.Constant([(sbyte)shift]),
        });
        return new OperatorCase(name, writer.Build(), [input], Reference.Softmax(input, channels, multiplier, shift));
    }

    private static void SetConstants(
        TmlWriter writer, OperatorRecord op, sbyte[] weights, int[] bias, int[] multipliers, sbyte[] shifts)
    {
        op.Weights = writer.Constant(weights);
        op.Bias = writer.Constant(bias);
        op.Multipliers = writer.Constant(multipliers);
        op.Shifts = writer.Constant(shifts);
    }

    /// <summary>Factors with which the sums of random bytes mostly land inside int8.</summary>
    private static (int[] Bias, int[] Multipliers, sbyte[] Shifts) Requantization(Random random, int channels, int taps)
    {
        int spread = (int)Math.Round(Math.Log2(74 * 74 * 2 * Math.Sqrt(taps) / 50));
        int[] bias = Enumerable.Range(0, channels).Select(_ => random.Next(-20000, 20000)).ToArray();
        int[] multipliers = Enumerable.Range(0, channels).Select(_ => random.Next(1 << 30, int.MaxValue)).ToArray();
        sbyte[] shifts = Enumerable.Range(0, channels).Select(_ => (sbyte)(random.Next(-2, 2) - spread)).ToArray();
        return (bias, multipliers, shifts);
    }

    private static sbyte[] Bytes(Random random, int count)
    {
        // Half of the cases use the whole range evenly, half lean to its ends, where sums and clamps break.
        bool ends = random.Next(2) == 0;
        return Enumerable.Range(0, count)
            .Select(_ => ends && random.Next(2) == 0 ? (random.Next(2) == 0 ? (sbyte)-128 : (sbyte)127) : (sbyte)random.Next(-128, 128))
            .ToArray();
    }

    private static int Zero(Random random) => random.Next(4) switch { 0 => -128, 1 => 127, _ => random.Next(-128, 128) };

    private static (sbyte Low, sbyte High) Clamp(Random random)
    {
        if (random.Next(2) == 0)
        {
            return (-128, 127);
        }

        sbyte a = (sbyte)random.Next(-128, 128);
        sbyte b = (sbyte)random.Next(-128, 128);
        return (Math.Min(a, b), Math.Max(a, b));
    }

    private sealed record Axis(int Input, int Filter, int Stride, int Dilation, int Before, int Output)
    {
        /// <summary>A geometry in which every window covers an input (or, dilated, straddles some).</summary>
        public static Axis Random(Random random, bool mayDilate)
        {
            while (true)
            {
                int input = random.Next(1, 12);
                int filter = random.Next(1, 6);
                int stride = random.Next(1, 5);
                int dilation = mayDilate && random.Next(3) == 0 ? random.Next(2, 4) : 1;
                int reach = (filter - 1) * dilation;
                int before = random.Next(0, reach + 1);
                int after = random.Next(0, reach + 1);
                int room = input + before + after - reach - 1;
                if (room < 0)
                {
                    continue;
                }

                int output = (room / stride) + 1;
                if (((output - 1) * stride) - before < input)
                {
                    return new Axis(input, filter, stride, dilation, before, output);
                }
            }
        }
    }
}
