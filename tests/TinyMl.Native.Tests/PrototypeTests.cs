using System.Numerics;
using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>Stored shots as prototypes against SPEC.md, "Prototypes", in integers of any length.</summary>
public class PrototypeTests
{
    private const int Capacity = 12;
    private const int Whole = 80;

    private static (SampleModel Sample, (int Multiplier, int Shift) Width, (int Multiplier, int Shift) Nat) Sample(
        int seed, double width, Func<LearningSection, LearningSection>? change = null)
    {
        SampleModel sample = new(seed);
        TmlWriter w = sample.Writer;
        sample.AddLearning(Capacity, 1, 0.1, 0);
        (int, int) exponent = FixedFactor.Of((1 << 26) / width);
        (int, int) nat = FixedFactor.Of(1 / SampleModel.AccumulatorScale);
        uint factory = w.Constant(FactoryShots(sample).SelectMany(shot => shot.Feature.Append((sbyte)shot.Label)));
        uint prepared = w.LearnArenaBytes;
        w.LearnArenaBytes += 4 * SampleModel.Classes;
        sample.ChangeLearning(learning => (change ?? (l => l))(learning with
        {
            ParameterBytes = Capacity,
            Guard = 0,
            Folds = 0,
            Factory = factory,
            FactoryShots = 16,
        }));
        w.Parameters = new ParameterSection
        {
            Kind = 4,
            Operator = SampleModel.Head,
            Length = Capacity,
            Factory = uint.MaxValue,
            Steps = w.Constant(Enumerable.Repeat(nat.Item1, SampleModel.Classes)),
            StepShifts = w.Constant(Enumerable.Repeat((sbyte)nat.Item2, SampleModel.Classes)),
            Residual = prepared,
            Channels = w.Constant([exponent.Item1, exponent.Item2]),
            Selected = Whole,
        }.Bytes();
        return (sample, exponent, nat);
    }

    private static GuardReference.Shot[] FactoryShots(SampleModel sample) => Enumerable.Range(0, 16)
        .Select(i => new GuardReference.Shot(sample.Run(EngineTests.RandomInput(7000 + i)).Feature, i % SampleModel.Classes))
        .ToArray();

    private static List<GuardReference.Shot> Draw(NativeEngine engine, SampleModel sample, int seed, int count)
    {
        List<GuardReference.Shot> shots = [];
        Func<sbyte[], int, int> taught = GuardTests.Taught(sample, seed, wrong: 0);
        for (int i = 0; i < count; i++)
        {
            sbyte[] input = EngineTests.RandomInput((seed * 1000) + i);
            input.CopyTo(engine.Input());
            engine.Run();
            engine.Mark();
            shots.Add(new GuardReference.Shot(sample.Run(input).Feature, taught(sample.Run(input).Feature, i)));
            engine.Label(shots[^1].Label);
        }

        return shots;
    }

    private static int[] Biases(
        SampleModel sample,
        sbyte[] feature,
        IReadOnlyList<GuardReference.Shot> shots,
        IReadOnlyList<int> strengths,
        (int Multiplier, int Shift) width,
        (int Multiplier, int Shift) nat)
    {
        return Enumerable.Range(0, SampleModel.Classes).Select(c =>
        {
            BigInteger sum = 0;
            for (int i = 0; i < shots.Count; i++)
            {
                BigInteger square = feature.Zip(shots[i].Feature, (a, b) => (a - b) * (a - b)).Sum();
                BigInteger x = Round(square * width.Multiplier, 31 - width.Shift);
                sum += shots[i].Label != c || x > int.MaxValue ? 0 : strengths[i] * Reference.Exp(-x);
            }

            BigInteger added = Round(Round(Round(sum, 20) * nat.Multiplier, 16 - 1 - nat.Shift), 32);
            return (int)BigInteger.Min(sample.HeadBias[c] + added, int.MaxValue - (255 * 128 * SampleModel.Features));
        }).ToArray();
    }

    private static BigInteger Round(BigInteger x, int bits) => bits > 0 ? (x + (BigInteger.One << (bits - 1))) >> bits : x << -bits;

    /// <summary>Outputs are those of a head with the biases that the formula gives; without strengths those of the factory.</summary>
    [Fact]
    public void OutputsAreThoseOfTheFormula()
    {
        int changed = 0;
        int confirmed = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            ((SampleModel sample, var width, var nat), Random random) = (Sample(seed, Math.Pow(10, 2 + (seed % 4))), new Random(seed));
            using NativeEngine engine = new(sample.Writer.Build());
            List<GuardReference.Shot> shots = Draw(engine, sample, seed, random.Next(2, Capacity + 1));
            void Compare()
            {
                int[] strengths = engine.Parameters.ToArray().Select(b => (int)b).ToArray();
                for (int i = 0; i < 12; i++)
                {
                    // A shot's own window too: its distance is 0.
                    sbyte[] input = EngineTests.RandomInput(i < 6 ? (seed * 1000) + i : (seed * 31) + i);
                    int[] biases = Biases(sample, sample.Run(input).Feature, shots, strengths, width, nat);
                    input.CopyTo(engine.Input());
                    while (engine.Run((uint)random.Next(1, 400)) == TmlStatus.Again)
                    {
                    }

                    sbyte[] expected = sample.Run(input, biases).Scores;
                    Assert.Equal(expected, engine.Output().ToArray());
                    changed += expected.SequenceEqual(sample.Run(input).Scores) ? 0 : 1;
                }
            }

            Assert.All(engine.Parameters.ToArray(), b => Assert.Equal(0, b));
            Compare();
            engine.Adapt(1);
            confirmed += engine.LearnStatus().Decision == LearnDecision.Confirmed ? 1 : 0;
            Compare();
        }

        Assert.True(confirmed > 5 && changed > 50, $"{confirmed} confirmed, {changed} outputs changed");
    }

    /// <summary>The test is exact leave-one-out, and the levels are strengths halved.</summary>
    [Fact]
    public void TheTestLeavesEachShotOut()
    {
        int[] decided = new int[7];
        for (int seed = 0; seed < 60; seed++)
        {
            (SampleModel sample, var width, var nat) = Sample(seed, Math.Pow(10, 2 + (seed % 4)));
            using NativeEngine engine = new(sample.Writer.Build());
            List<GuardReference.Shot> shots = Draw(engine, sample, seed, Capacity);
            engine.Adapt(1);
            LearnInfo info = engine.LearnStatus();
            int Right(int strength) => shots.Count(shot =>
            {
                int[] strengths = shots.Select(other => ReferenceEquals(other, shot) ? 0 : strength).ToArray();
                return GuardReference.Named(sample, shot.Feature, Biases(sample, shot.Feature, shots, strengths, width, nat)) == shot.Label;
            });
            Assert.Equal((uint)Right(0), info.UserBefore);
            Assert.Equal((uint)Right(Whole >> (int)info.Level), info.UserAfter);
            decided[(int)info.Decision]++;
            if (info.Decision == LearnDecision.Confirmed)
            {
                Assert.All(engine.Parameters.ToArray(), b => Assert.Equal(Whole >> (int)info.Level, b));

                // Where another level names more of the user's right, it was tried before and harmed the factory's.
                int Factory(int strength) => FactoryShots(sample).Count(shot => GuardReference.Named(
                    sample,
                    shot.Feature,
                    Biases(sample, shot.Feature, shots, shots.Select(_ => strength).ToArray(), width, nat)) == shot.Label);
                Assert.Equal((uint)Factory(0), info.FactoryBefore);
                Assert.Equal((uint)Factory(Whole >> (int)info.Level), info.FactoryAfter);
                int[] best = Enumerable.Range(0, 4).Where(l => Right(Whole >> l) == Enumerable.Range(0, 4).Max(k => Right(Whole >> k))).ToArray();
                Assert.True(best.Contains((int)info.Level) || best.Any(level => Factory(Whole >> level) < Factory(0)));
            }
        }

        Assert.True(decided[(int)LearnDecision.Confirmed] > 3 && decided.Count(n => n > 0) >= 3, string.Join(' ', decided));
    }

    /// <summary>A shot that is given up takes its strength along; the new one has none until an adaptation.</summary>
    [Fact]
    public void StrengthsMoveWithTheirShots()
    {
        int moved = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            (SampleModel sample, var width, var nat) = Sample(seed, 1000, learning => learning with { Guard = 1 });
            using NativeEngine engine = new(sample.Writer.Build());
            Draw(engine, sample, seed, 9);
            engine.Adapt(1);
            List<int> strengths = [.. engine.Parameters[..9].ToArray().Select(b => (int)b)];
            Assert.All(strengths, s => Assert.Equal(Whole, s));
            for (int i = 0; i < 8; i++)
            {
                byte[] before = Store(engine, sample, strengths.Count);
                EngineTests.RandomInput((seed * 77) + i).CopyTo(engine.Input());
                engine.Run();
                engine.Mark();
                engine.Label(i % SampleModel.Classes);
                if (strengths.Count == Capacity)
                {
                    byte[] after = Store(engine, sample, Capacity - 1);
                    int victim = Enumerable.Range(0, Capacity).First(v => Without(before, v).SequenceEqual(after));
                    strengths.RemoveAt(victim);
                    moved++;
                }

                strengths.Add(0);
                Assert.Equal(strengths, engine.Parameters[..strengths.Count].ToArray().Select(b => (int)b));
            }
        }

        Assert.True(moved > 100, $"{moved} shots gave way");
    }

    private static byte[] Store(NativeEngine engine, SampleModel sample, int count) =>
        engine.Arena.Slice((int)sample.Learning.Store, count * (SampleModel.Features + 1)).ToArray();

    private static byte[] Without(byte[] store, int shot)
    {
        const int Row = SampleModel.Features + 1;
        return [.. store.AsSpan(0, shot * Row), .. store.AsSpan((shot + 1) * Row)];
    }
}
