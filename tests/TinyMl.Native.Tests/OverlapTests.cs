using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>
/// An output over its own input: the loader's verdict against a simulation that walks through every access, for random
/// geometries and every distance of the two.
/// </summary>
public class OverlapTests
{
    private const uint Base = 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheVerdictIsTheSimulations(bool backwards)
    {
        int tight = 0;
        for (int seed = 0; seed < 250; seed++)
        {
            Case c = new(seed, backwards);
            byte[] model = c.Writer.Build();
            sbyte[] expected = c.Run(model);
            int closest = 0;
            for (int distance = -c.OutputBytes - 2; distance <= c.InputBytes + 2; distance++)
            {
                byte[] overlapped = c.At(model, distance);
                TmlStatus status = NativeEngine.Check(overlapped);
                bool apart = distance <= -c.OutputBytes || distance >= c.InputBytes;
                bool safe = apart || c.IsSafe(distance);
                Assert.True(status == (safe ? TmlStatus.Ok : TmlStatus.Overlap), $"{c}, distance {distance}: {status}");
                if (safe && !apart)
                {
                    Assert.True(c.KeepsWhatIsRead(distance), $"{c}, distance {distance}");
                    Assert.True(expected.AsSpan().SequenceEqual(c.Run(overlapped)), $"{c}, distance {distance}: bytes");
                    closest++;
                }
            }

            tight += closest > 0 ? 1 : 0;
        }

        // Most geometries can overlap at all.
        Assert.True(tight > 100, $"{tight}");
    }

    [Fact]
    public void WhatIsReadLaterOrKeptIsNotOverwritten()
    {
        foreach (bool isOutput in new[] { false, true })
        {
            // A pool with stride 2 that writes over the first half of its input.
            TmlWriter w = new();
            w.Inputs.Add(w.Tensor(8, 1, 1));
            w.Outputs.Add(w.Tensor(4, 1, 1));
            w.Operators.Add(new OperatorRecord { Code = 5, Input0 = 0, Output = 1, Filter = (2, 1), Stride = (2, 1) });
            w.Tensors[1].Offset = w.Tensors[0].Offset - 1;
            w.ArenaBytes += 16;
            w.Tensors[0].Offset += 16;
            w.Tensors[1].Offset += 16;
            Assert.Equal(TmlStatus.Ok, NativeEngine.Check(w.Build()));
            if (isOutput)
            {
                w.Outputs.Add(0);
            }
            else
            {
                w.Outputs.Add(w.Tensor(1, 1, 1));
                w.Operators.Add(new OperatorRecord { Code = 5, Input0 = 0, Output = 2, Filter = (8, 1), Stride = (8, 1) });
            }

            Assert.Equal(TmlStatus.Overlap, NativeEngine.Check(w.Build()));
        }
    }

    /// <summary>The longest tensors, each over its input, in as many operators as a file can have.</summary>
    [Fact]
    public void TheProofIsFast()
    {
        const int Operators = 4095;
        TmlWriter w = new();
        w.Inputs.Add(w.Tensor(65535, 1, 1));
        for (int i = 0; i < Operators; i++)
        {
            w.Tensors.Add(new TensorRecord { Shape = [1, 65535, 1, 1], Offset = 128 + (uint)(4095 - i) });
            w.Operators.Add(new OperatorRecord { Code = 5, Input0 = i, Output = i + 1, Filter = (1, 1) });
        }

        w.Tensors[0].Offset = 128 + 4096;
        w.ArenaBytes = 128 + 4096 + 65536;
        w.Outputs.Add(Operators);
        byte[] model = w.Build();
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
        Assert.True(watch.Elapsed.TotalSeconds < 20, $"{watch.Elapsed}");
    }

    private sealed record Axis(int Input, int Filter, int Stride, int Dilation, int Before, int Output);

    /// <summary>A random operator with a window, and what each of its pixels reads, by the plainest loops.</summary>
    private sealed class Case
    {
        private readonly string _name;
        private readonly bool _backwards;
        private readonly int _channels;
        private readonly sbyte[] _input;
        private readonly List<(int Pixel, HashSet<int> Reads)> _order = [];

        public Case(int seed, bool backwards)
        {
            Random random = new(seed);
            _backwards = backwards;
            byte code = new byte[] { 1, 2, 4, 5 }[random.Next(4)];
            int channels = random.Next(1, 4);
            _channels = code == 1 ? random.Next(1, 6) : code == 2 ? channels * random.Next(1, 3) : channels;
            Axis y = RandomAxis(random, code < 4);
            Axis x = RandomAxis(random, code < 4);
            _name = $"#{seed} code {code}, {y}, {x}, channels {channels} to {_channels}";
            InputBytes = y.Input * x.Input * channels;
            OutputBytes = y.Output * x.Output * _channels;
            _input = Enumerable.Range(0, InputBytes).Select(_ => (sbyte)random.Next(-128, 128)).ToArray();
            for (int pixel = 0; pixel < y.Output * x.Output; pixel++)
            {
                HashSet<int> reads = [];
                for (int tap = 0; tap < y.Filter * x.Filter; tap++)
                {
                    int row = (pixel / x.Output * y.Stride) - y.Before + (tap / x.Filter * y.Dilation);
                    int column = (pixel % x.Output * x.Stride) - x.Before + (tap % x.Filter * x.Dilation);
                    if (row >= 0 && row < y.Input && column >= 0 && column < x.Input)
                    {
                        reads.UnionWith(Enumerable.Range(((row * x.Input) + column) * channels, channels));
                    }
                }

                _order.Add((pixel, reads));
            }

            if (backwards)
            {
                _order.Reverse();
            }

            Build(random, code, channels, y, x);
        }

        public TmlWriter Writer { get; } = new();

        public int InputBytes { get; }

        public int OutputBytes { get; }

        public override string ToString() => _name;

        /// <summary>Whether each byte is written before (backwards: behind) all that is still to be read.</summary>
        public bool IsSafe(int distance)
        {
            for (int i = 0; i < _order.Count; i++)
            {
                int[] reads = _order.Skip(i).SelectMany(step => step.Reads).ToArray();
                foreach (int written in Written(i, distance))
                {
                    if (reads.Length > 0 && (_backwards ? written <= reads.Max() : written >= reads.Min()))
                    {
                        return false;
                    }
                }
            }

            return true;
        }

        /// <summary>Whether no byte is written that this pixel or a later one reads: what the rule is for.</summary>
        public bool KeepsWhatIsRead(int distance)
        {
            for (int i = 0; i < _order.Count; i++)
            {
                HashSet<int> reads = _order.Skip(i).SelectMany(step => step.Reads).ToHashSet();
                if (Written(i, distance).Any(reads.Contains))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>The model with its output so far behind its input.</summary>
        public byte[] At(byte[] model, int distance)
        {
            byte[] changed = [.. model];
            int tensors = BitConverter.ToInt32(model, 64 + 4);
            BitConverter.GetBytes(Base).CopyTo(changed, tensors + 8);
            BitConverter.GetBytes((uint)(Base + distance)).CopyTo(changed, tensors + 20 + 8);
            return TmlWriter.Seal(changed);
        }

        public sbyte[] Run(byte[] model)
        {
            using NativeEngine engine = new(model);
            _input.CopyTo(engine.Input());
            while (engine.Run(50) == TmlStatus.Again)
            {
            }

            return engine.Output().ToArray();
        }

        private static Axis RandomAxis(Random random, bool mayDilate)
        {
            while (true)
            {
                int input = random.Next(1, 7);
                int filter = random.Next(1, 5);
                int stride = random.Next(1, 4);
                int dilation = mayDilate && random.Next(2) == 0 ? random.Next(2, 5) : 1;
                int reach = (filter - 1) * dilation;
                int before = random.Next(0, reach + 1);
                int room = input + before + random.Next(0, reach + 1) - reach - 1;
                int output = (room / stride) + 1;
                if (room >= 0 && ((output - 1) * stride) - before < input)
                {
                    return new Axis(input, filter, stride, dilation, before, output);
                }
            }
        }

        private IEnumerable<int> Written(int step, int distance) =>
            Enumerable.Range(distance + (_order[step].Pixel * _channels), _channels);

        private void Build(Random random, byte code, int channels, Axis y, Axis x)
        {
            Writer.Inputs.Add(Writer.Tensor(y.Input, x.Input, channels));
            Writer.Outputs.Add(Writer.Tensor(y.Output, x.Output, _channels));
            int weights = y.Filter * x.Filter * _channels * (code == 1 ? channels : 1);
            Writer.Operators.Add(new OperatorRecord
            {
                Code = code,
                Flags = (byte)(_backwards ? 2 : 0),
                Input0 = 0,
                Output = 1,
                Weights = Writer.Constant(Enumerable.Range(0, weights).Select(_ => (sbyte)random.Next(-128, 128))),
                Bias = Writer.Constant(new int[_channels]),
                Multipliers = Writer.Constant(Enumerable.Repeat(1 << 30, _channels)),
                Shifts = Writer.Constant(Enumerable.Repeat((sbyte)-7, _channels)),
                Filter = ((byte)y.Filter, (byte)x.Filter),
                Stride = ((byte)y.Stride, (byte)x.Stride),
                Dilation = ((byte)y.Dilation, (byte)x.Dilation),
                Padding = ((byte)y.Before, (byte)x.Before),
            });
            Writer.ArenaBytes = 4096;
        }
    }
}
