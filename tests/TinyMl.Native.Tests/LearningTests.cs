using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>Head-bias learning against gradient descent in double precision.</summary>
public class LearningTests
{
    private static readonly int[] Labels = [0, 2, 1, 0, 3, 2];

    /// <summary>Draws the shots: each is a whole inference, marked and labelled.</summary>
    private static sbyte[][] Draw(NativeEngine engine, SampleModel sample, params int[] labels) =>
        labels.Select((label, i) =>
        {
            sbyte[] input = EngineTests.RandomInput(100 + i);
            input.CopyTo(engine.Input());
            engine.Run();
            engine.Mark();
            engine.Label(label);
            return sample.Run(input).Feature;
        }).ToArray();

    private static SampleModel Sample(double rate, uint decay, int epochs, int shots = 6)
    {
        SampleModel sample = new();
        sample.AddLearning(shots, epochs, rate, decay);
        return sample;
    }

    private static double[] Softmax(double[] z)
    {
        double[] exps = z.Select(v => Math.Exp(v - z.Max())).ToArray();
        return exps.Select(e => e / exps.Sum()).ToArray();
    }

    /// <summary>Real logits of a feature with biases in accumulator LSB.</summary>
    private static double[] Logits(SampleModel sample, sbyte[] feature, double[] bias) =>
        Enumerable.Range(0, SampleModel.Classes).Select(c => SampleModel.AccumulatorScale * (bias[c] + Enumerable
            .Range(0, SampleModel.Features)
            .Sum(f => (feature[f] - sample.HeadInputZero) * sample.HeadWeights[(c * SampleModel.Features) + f]))).ToArray();

    private static double Loss(SampleModel sample, sbyte[][] features, int[] labels, double[] bias) =>
        features.Zip(labels, (f, y) => -Math.Log(Softmax(Logits(sample, f, bias))[y])).Average();

    private static double[] Doubles(IEnumerable<int> values) => values.Select(v => (double)v).ToArray();

    /// <summary>PCG-RXS-M-XS 32, as its author defines it.</summary>
    internal static uint Next(ref uint state)
    {
        uint old = state;
        state = unchecked((old * 747796405) + 2891336453);
        uint word = unchecked(((old >> (int)((old >> 28) + 4)) ^ old) * 277803737);
        return (word >> 22) ^ word;
    }

    /// <summary>The order of an epoch: a keyed bijection of the next power of two, without what lies outside.</summary>
    internal static int[] Order(int count, uint key)
    {
        int bits = 0;
        while ((1 << bits) < count)
        {
            bits++;
        }

        uint mask = (1u << bits) - 1;
        uint Permute(uint i)
        {
            unchecked
            {
                i = (i + key) & mask;
                i = (i * ((key >> 15) | 1)) & mask;
                i ^= i >> ((bits + 1) / 2);
                i = (i * 0x2C1B3C6D) & mask;
                return i ^ (i >> ((bits + 1) / 2));
            }
        }

        return Enumerable.Range(0, count).Select(i =>
        {
            uint at = Permute((uint)i);
            while (at >= count)
            {
                at = Permute(at);
            }

            return (int)at;
        }).ToArray();
    }

    /// <summary>The same descent in double precision: same order, no rounding.</summary>
    private static double[] Descend(SampleModel sample, sbyte[][] features, int[] labels, uint seed)
    {
        double[] factory = Doubles(sample.HeadBias);
        double[] bias = factory.ToArray();
        double step = sample.Learning.Rate / SampleModel.AccumulatorScale;
        uint random = seed;
        uint key = Next(ref random);
        for (int epoch = 0; epoch < sample.Learning.Epochs; epoch++)
        {
            foreach (int shot in Order(features.Length, key))
            {
                double[] p = Softmax(Logits(sample, features[shot], bias));
                for (int c = 0; c < SampleModel.Classes; c++)
                {
                    Next(ref random);
                    if (sample.Learning.Decay != 0)
                    {
                        Next(ref random);
                    }

                    double gradient = p[c] - (c == labels[shot] ? 1 : 0);
                    bias[c] -= (step * gradient) + (sample.Learning.Decay / 65536.0 * (bias[c] - factory[c]));
                }
            }

            key = Next(ref random);
        }

        return bias;
    }

    [Fact]
    public void OrdersArePermutations()
    {
        Assert.All(Enumerable.Range(1, 70), n =>
            Assert.Equal(Enumerable.Range(0, n), Order(n, (uint)n * 2654435761).Order()));
        Assert.True(Enumerable.Range(0, 100).Select(k => string.Join(',', Order(6, (uint)k * 2654435761))).Distinct().Count() > 20);
    }

    /// <summary>Large steps follow the real descent closely; tiny ones, far below an LSB each, on average.</summary>
    [Theory]
    [InlineData(0.5, 300, 5, 60)]
    [InlineData(0.5, 0, 20, 60)]
    [InlineData(0.00002, 0, 100, 300)]
    [InlineData(0.0002, 2000, 100, 300)]
    public void TheMeanOverSeedsIsTheRealDescent(double rate, uint decay, int epochs, int seeds)
    {
        SampleModel sample = Sample(rate, decay, epochs);
        using NativeEngine engine = new(sample.Writer.Build());
        sbyte[][] features = Draw(engine, sample, Labels);
        double[][] errors = Enumerable.Range(0, seeds).Select(seed =>
        {
            engine.Adapt((uint)seed);
            double[] real = Descend(sample, features, Labels, (uint)seed);
            return Doubles(engine.LearntBias.ToArray()).Zip(real, (a, b) => a - b).ToArray();
        }).ToArray();
        double[] expected = Descend(sample, features, Labels, 0);
        for (int c = 0; c < SampleModel.Classes; c++)
        {
            double mean = errors.Average(e => e[c]);
            double deviation = Math.Sqrt(errors.Average(e => Math.Pow(e[c] - mean, 2)));
            double change = expected[c] - sample.HeadBias[c];
            Assert.True(
                Math.Abs(mean) < 0.05 + (4.5 * deviation / Math.Sqrt(seeds)),
                $"class {c}: error {mean:f3}, deviation {deviation:f2}, real change {change:f2}");
        }

        // The test would see truncation: the changes are larger than what it tolerates.
        double largest = expected.Zip(sample.HeadBias, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(largest > 2, $"largest change {largest}");
    }

    /// <summary>The mean step is the negative gradient of the real cross-entropy, found by finite differences.</summary>
    [Fact]
    public void TheMeanStepIsTheGradient()
    {
        const int Seeds = 3000;
        SampleModel sample = Sample(0.0003, 0, 1);
        using NativeEngine engine = new(sample.Writer.Build());
        sbyte[][] features = Draw(engine, sample, 1);
        double[] mean = new double[SampleModel.Classes];
        for (int seed = 0; seed < Seeds; seed++)
        {
            engine.Adapt((uint)seed);
            for (int c = 0; c < mean.Length; c++)
            {
                mean[c] += (engine.LearntBias[c] - sample.HeadBias[c]) / (double)Seeds;
            }
        }

        double[] bias = Doubles(sample.HeadBias);
        for (int c = 0; c < mean.Length; c++)
        {
            // A step is -rate * dL/d(real bias), in LSB of the accumulator.
            const double Delta = 0.5;
            double[] above = bias.ToArray();
            double[] below = bias.ToArray();
            above[c] += Delta;
            below[c] -= Delta;
            double slope = (Loss(sample, features, [1], above) - Loss(sample, features, [1], below))
                / (2 * Delta * SampleModel.AccumulatorScale);
            double step = -sample.Learning.Rate * slope / SampleModel.AccumulatorScale;
            Assert.True(Math.Abs(mean[c] - step) < 4.5 * 0.5 / Math.Sqrt(Seeds), $"class {c}: {mean[c]:f4}, {step:f4}");
        }
    }

    [Fact]
    public void LossesAreTheRealOnes()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            SampleModel sample = new(seed);
            sample.AddLearning(6, 1 + (seed % 7), Math.Pow(2, seed - 15), 0);
            using NativeEngine engine = new(sample.Writer.Build());
            sbyte[][] features = Draw(engine, sample, Labels);
            engine.Adapt((uint)seed);
            LearnInfo info = engine.LearnStatus();
            double before = Loss(sample, features, Labels, Doubles(sample.HeadBias));
            double after = Loss(sample, features, Labels, Doubles(engine.LearntBias.ToArray()));

            // Logits saturate at 256, beyond which the real loss goes on.
            Assert.True(Math.Abs((info.LossBefore / 65536.0) - before) < 1e-4, $"{seed}: {info.LossBefore / 65536.0} {before}");
            Assert.True(after > 150 || Math.Abs((info.LossAfter / 65536.0) - after) < 1e-4, $"{seed}: {info.LossAfter / 65536.0} {after}");
            Assert.Equal((uint)(6 * sample.Learning.Epochs), info.Steps);
            Assert.Equal(6u, info.Shots);
            Assert.Equal(
                engine.LearntBias.ToArray().Zip(sample.HeadBias, (a, b) => Math.Abs(a - b)).Max(), info.MaxChange);
        }
    }

    [Fact]
    public void LearningLowersTheLossAndIsUsed()
    {
        SampleModel sample = Sample(0.3, 0, 30);
        using NativeEngine engine = new(sample.Writer.Build());
        Draw(engine, sample, Labels);
        engine.Adapt(1);
        LearnInfo info = engine.LearnStatus();
        Assert.True(info.LossAfter < info.LossBefore, $"{info.LossBefore} to {info.LossAfter}");
        int[] learnt = engine.LearntBias.ToArray();
        int changed = 0;
        for (int seed = 0; seed < 50; seed++)
        {
            sbyte[] input = EngineTests.RandomInput(seed);
            input.CopyTo(engine.Input());
            engine.Run();
            Assert.Equal(sample.Run(input, learnt).Scores, engine.Output().ToArray());
            changed += sample.Run(input).Scores.SequenceEqual(engine.Output().ToArray()) ? 0 : 1;
        }

        Assert.True(changed > 25, $"{changed} outputs changed");

        // The self-test is the factory's, whatever was learnt; it leaves what was learnt alone.
        Assert.Equal(TmlStatus.Ok, engine.SelfTest(0));
        Assert.Equal(learnt, engine.LearntBias.ToArray());
        engine.Factory();
        Assert.Equal(sample.HeadBias, engine.LearntBias.ToArray());
        Assert.Equal(0u, engine.LearnStatus().Shots);
        EngineTests.RandomInput(3).CopyTo(engine.Input());
        engine.Run();
        Assert.Equal(sample.Run(EngineTests.RandomInput(3)).Scores, engine.Output().ToArray());
    }

    [Fact]
    public void TheSeedMakesItReproducible()
    {
        SampleModel sample = Sample(0.0003, 100, 20);
        using NativeEngine engine = new(sample.Writer.Build());
        Draw(engine, sample, Labels);
        int[] Adapt(uint seed)
        {
            engine.Adapt(seed);
            return engine.LearntBias.ToArray();
        }

        int[][] first = Enumerable.Range(0, 20).Select(s => Adapt((uint)s)).ToArray();
        int[][] second = Enumerable.Range(0, 20).Select(s => Adapt((uint)s)).ToArray();
        Assert.Equal(first, second);
        Assert.True(first.Select(b => string.Join(',', b)).Distinct().Count() > 15);
    }

    /// <summary>Any budget, inferences between the slices or not, gives the same biases.</summary>
    [Fact]
    public void SlicesGiveTheSameBiases()
    {
        SampleModel sample = Sample(0.01, 100, 7);
        byte[] model = sample.Writer.Build();
        using NativeEngine whole = new(model);
        Draw(whole, sample, Labels);
        whole.Adapt(42);
        for (int seed = 0; seed < 40; seed++)
        {
            Random random = new(seed);
            using NativeEngine engine = new(model);
            Draw(engine, sample, Labels);
            int slices = 0;
            while (engine.Adapt(42, (uint)random.Next(1, 2000)) == TmlStatus.Again)
            {
                slices++;
                if (random.Next(3) == 0)
                {
                    // Between slices what was active before answers: here the factory's.
                    sbyte[] input = EngineTests.RandomInput(seed);
                    input.CopyTo(engine.Input());
                    engine.Run();
                    Assert.Equal(sample.Run(input).Scores, engine.Output().ToArray());
                }
            }

            Assert.True(slices >= 6, $"{slices} slices");
            Assert.Equal(whole.LearntBias.ToArray(), engine.LearntBias.ToArray());
            Assert.Equal(whole.LearnStatus(), engine.LearnStatus());
        }
    }

    /// <summary>A label gives up the adaptation under way; the next one is as if there had been none.</summary>
    [Fact]
    public void ALabelGivesUpTheAdaptationUnderWay()
    {
        SampleModel sample = Sample(0.01, 100, 7);
        byte[] model = sample.Writer.Build();
        using NativeEngine whole = new(model);
        Draw(whole, sample, Labels);
        whole.Adapt(42);
        int[] learnt = whole.LearntBias.ToArray();
        for (int slices = 1; slices < 60; slices += 3)
        {
            using NativeEngine engine = new(model);
            Draw(engine, sample, Labels[..^1]);
            int[] factory = engine.LearntBias.ToArray();
            for (int i = 0; i < slices; i++)
            {
                Assert.Equal(TmlStatus.Again, engine.Adapt(7, 100));
            }

            sbyte[] input = EngineTests.RandomInput(100 + Labels.Length - 1);
            input.CopyTo(engine.Input());
            engine.Run();
            engine.Mark();
            engine.Label(Labels[^1]);
            LearnInfo info = engine.LearnStatus();
            Assert.Equal((LearnDecision.Undecided, 0u, 6u), (info.Decision, info.Steps, info.Shots));
            Assert.Equal(factory, engine.LearntBias.ToArray());
            engine.Adapt(42);
            Assert.Equal(learnt, engine.LearntBias.ToArray());
            Assert.Equal(whole.LearnStatus(), engine.LearnStatus());
        }
    }

    /// <summary>A step as large as the format allows ends at the bound that keeps every sum within 32 bits.</summary>
    [Fact]
    public void BiasesSaturate()
    {
        const int Limit = int.MaxValue - (255 * 128 * SampleModel.Features);
        SampleModel sample = new(1, [Limit, Limit - 5, -Limit, 5 - Limit]);
        sample.AddLearning(6, 1, Math.Pow(2, 29) * SampleModel.AccumulatorScale, 0);
        using NativeEngine engine = new(sample.Writer.Build());
        Draw(engine, sample, 1);
        engine.Adapt(1);
        Assert.Equal(Limit, engine.LearntBias[1]);
        Assert.True(engine.LearntBias[0] < Limit - (1 << 27), $"{engine.LearntBias[0]}");
        int[] learnt = engine.LearntBias.ToArray();
        sbyte[] input = EngineTests.RandomInput(1);
        input.CopyTo(engine.Input());
        engine.Run();
        Assert.Equal(sample.Run(input, learnt).Scores, engine.Output().ToArray());
    }

    [Fact]
    public void TheOldestShotOfTheFullestClassGivesWay()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            int capacity = random.Next(1, 9);
            SampleModel sample = Sample(0.1, 0, 1, capacity);
            using NativeEngine engine = new(sample.Writer.Build());
            List<(sbyte[] Feature, int Label)> expected = [];
            for (int i = 0; i < 30; i++)
            {
                int label = random.Next(random.Next(1, 5));
                sbyte[] input = EngineTests.RandomInput((seed * 100) + i);
                input.CopyTo(engine.Input());
                engine.Run();
                engine.Mark();
                engine.Label(label);
                if (expected.Count == capacity)
                {
                    int Size(int of) => expected.Count(s => s.Label == of) + (of == label ? 1 : 0);
                    int most = expected.Max(s => Size(s.Label));
                    expected.RemoveAt(expected.FindIndex(s => Size(s.Label) == most));
                }

                expected.Add((sample.Run(input).Feature, label));
                Assert.Equal((uint)expected.Count, engine.LearnStatus().Shots);
                byte[] store = engine.Arena.Slice(
                    (int)sample.Learning.Store, expected.Count * (SampleModel.Features + 1)).ToArray();
                Assert.Equal(
                    expected.SelectMany(s => s.Feature.Select(v => (byte)v).Append((byte)s.Label)), store);
            }
        }
    }

    [Fact]
    public void WhatCannotBeLabelledIsRefused()
    {
        SampleModel sample = new();
        using NativeEngine engine = new(sample.Writer.Build());
        TmlStatus Refusal(Action call) => Assert.Throws<TmlException>(call).Status;
        Assert.Equal(TmlStatus.NoShot, Refusal(engine.Mark));
        Assert.Equal(TmlStatus.NoShot, Refusal(() => engine.Label(0)));
        Assert.Equal(TmlStatus.NoShot, Refusal(() => engine.Adapt(0)));
        engine.Run(1);
        Assert.Equal(TmlStatus.Busy, Refusal(engine.Mark));
        engine.Run();
        engine.Mark();
        Assert.Equal(TmlStatus.Label, Refusal(() => engine.Label(SampleModel.Classes)));
        engine.Label(SampleModel.Classes - 1);
        Assert.Equal(TmlStatus.NoShot, Refusal(() => engine.Label(0)));

        // The self-test and a new window overwrite what was inferred.
        engine.SelfTest(0);
        Assert.Equal(TmlStatus.NoShot, Refusal(engine.Mark));
        engine.Run();
        engine.Feed(new byte[9 * 2 * SampleModel.Rows]);
        Assert.True(engine.Window());
        Assert.Equal(TmlStatus.NoShot, Refusal(engine.Mark));
        engine.Run(1);
        Assert.Equal(TmlStatus.Busy, Refusal(() => engine.Adapt(0)));
        Assert.Equal(TmlStatus.Busy, Refusal(engine.Factory));
    }
}
