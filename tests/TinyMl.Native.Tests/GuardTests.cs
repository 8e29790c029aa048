using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>The guard against a slow reference of SPEC.md, "Adaptation": the same decision, numbers and parameters.</summary>
public class GuardTests
{
    private static (SampleModel Sample, List<GuardReference.Shot> Factory) Sample(
        int seed, double rate, Func<sbyte[], int, int> label, Func<LearningSection, LearningSection> change)
    {
        SampleModel sample = new(seed);
        sample.AddLearning(shots: 24, epochs: 3, rate, decay: seed % 2 == 0 ? 0u : 300u);
        List<GuardReference.Shot> rows = Enumerable.Range(0, 16)
            .Select(i => (Feature: sample.Run(EngineTests.RandomInput(5000 + (seed * 100) + i)).Feature, Number: i))
            .Select(row => new GuardReference.Shot(row.Feature, label(row.Feature, row.Number)))
            .ToList();
        uint at = sample.Writer.Constant(rows.SelectMany(row => row.Feature.Append((sbyte)row.Label)));
        sample.ChangeLearning(learning => change(learning with { Guard = 0, Factory = at, FactoryShots = rows.Count, Folds = 5 }));
        return (sample, rows);
    }

    private static List<GuardReference.Shot> Draw(NativeEngine engine, SampleModel sample, int seed, int count, Func<sbyte[], int, int> label)
    {
        List<GuardReference.Shot> shots = [];
        for (int i = 0; i < count; i++)
        {
            sbyte[] input = EngineTests.RandomInput((seed * 1000) + i);
            sbyte[] feature = sample.Run(input).Feature;
            input.CopyTo(engine.Input());
            engine.Run();
            engine.Mark();
            engine.Label(label(feature, i));
            shots.Add(new GuardReference.Shot(feature, label(feature, i)));
        }

        return shots;
    }

    /// <summary>What a user whose classes are those of a model with other biases would say.</summary>
    internal static Func<sbyte[], int, int> Taught(SampleModel sample, int seed, double wrong)
    {
        Random random = new(seed);
        int[] bias = sample.HeadBias.Select(b => b + random.Next(-9000, 9000)).ToArray();
        double[] coins = Enumerable.Range(0, 1000).Select(_ => random.NextDouble()).ToArray();
        return (feature, i) =>
        {
            int named = GuardReference.Named(sample, feature, bias);
            return coins[i] < wrong ? (named + 1 + (i % (SampleModel.Classes - 1))) % SampleModel.Classes : named;
        };
    }

    [Fact]
    public void DecisionsAreThoseOfTheReference()
    {
        Dictionary<LearnDecision, int> seen = [];
        int doubtful = 0;
        int levels = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            double rate = Math.Pow(2, random.Next(-6, 3));
            (SampleModel sample, List<GuardReference.Shot> factory) = Sample(
                seed,
                rate,
                (_, _) => random.Next(SampleModel.Classes),
                learning => learning with
                {
                    Folds = random.Next(0, 8),
                    Doubt = random.Next(2) * random.Next(1, 400),
                    Replay = random.Next(3) == 0 ? random.Next(1, 4) : 0,
                });
            using NativeEngine engine = new(sample.Writer.Build());
            List<GuardReference.Shot> shots = Draw(
                engine, sample, seed, random.Next(1, 24), Taught(sample, seed, random.Next(3) * 0.3));
            engine.Adapt((uint)seed);
            GuardReference reference = GuardReference.Adapt(sample, shots, factory, (uint)seed);
            LearnInfo info = engine.LearnStatus();
            Assert.Equal(reference.Decision, info.Decision);
            Assert.Equal(
                (reference.UserTested, reference.UserBefore, reference.UserAfter),
                ((int)info.UserTested, (int)info.UserBefore, (int)info.UserAfter));
            Assert.Equal(
                (reference.FactoryTested, reference.FactoryBefore, reference.FactoryAfter),
                ((int)info.FactoryTested, (int)info.FactoryBefore, (int)info.FactoryAfter));
            Assert.Equal((reference.Doubtful, reference.Level, reference.Steps), ((int)info.Doubtful, (int)info.Level, (int)info.Steps));
            Assert.Equal(reference.Bias, engine.LearntBias.ToArray());
            seen[info.Decision] = seen.GetValueOrDefault(info.Decision) + 1;
            doubtful += (int)info.Doubtful;
            levels += (int)info.Level;
        }

        // Nothing above is equal because nothing happens: every decision, level and doubt occurs.
        Assert.Equal(6, seen.Count);
        Assert.True(doubtful > 10 && levels > 5, $"{doubtful} doubtful, {levels} halvings");
    }

    /// <summary>Any budget, inferences between the slices or not.</summary>
    [Fact]
    public void SlicesChangeNothing()
    {
        for (int seed = 0; seed < 6; seed++)
        {
            (SampleModel sample, _) = Sample(seed, 0.25, (_, i) => i % 4, learning => learning with { Doubt = 200 });
            byte[] model = sample.Writer.Build();
            using NativeEngine whole = new(model);
            using NativeEngine sliced = new(model);
            Draw(whole, sample, seed, 12, Taught(sample, seed, 0.2));
            Draw(sliced, sample, seed, 12, Taught(sample, seed, 0.2));
            whole.Adapt(7);
            Random random = new(seed);
            while (sliced.Adapt(7, (uint)random.Next(1, 3000)) == TmlStatus.Again)
            {
                if (random.Next(5) == 0)
                {
                    EngineTests.RandomInput(seed).CopyTo(sliced.Input());
                    sliced.Run();
                    Assert.Equal(sample.Run(EngineTests.RandomInput(seed)).Scores, sliced.Output().ToArray());
                }
            }

            Assert.Equal(whole.LearnStatus(), sliced.LearnStatus());
            Assert.Equal(whole.Parameters.ToArray(), sliced.Parameters.ToArray());
        }
    }

    /// <summary>A refusal leaves in use what an earlier adaptation had confirmed, byte for byte.</summary>
    [Fact]
    public void ARefusalChangesNothingInUse()
    {
        int both = 0;
        for (int seed = 0; seed < 150; seed++)
        {
            SampleModel right = new(seed);
            (SampleModel sample, _) = Sample(
                seed, 0.1, (feature, _) => GuardReference.Named(right, feature, right.HeadBias), learning => learning);
            using NativeEngine engine = new(sample.Writer.Build());
            Draw(engine, sample, seed, 8, Taught(sample, seed, 0));
            engine.Adapt(1);
            bool confirmed = engine.LearnStatus().Decision == LearnDecision.Confirmed;
            byte[] before = engine.Parameters.ToArray();
            Assert.Equal(confirmed, !before.SequenceEqual(Factory(sample)));
            Random nonsense = new(seed);
            Draw(engine, sample, seed + 500, 16, (_, _) => nonsense.Next(SampleModel.Classes));
            engine.Adapt(2);
            if (engine.LearnStatus().Decision != LearnDecision.Confirmed)
            {
                both += confirmed ? 1 : 0;
                Assert.Equal(before, engine.Parameters.ToArray());
            }
        }

        Assert.True(both >= 5, $"in {both} of 150 a refusal followed a confirmation");
    }

    [Fact]
    public void WithoutATestNothingIsConfirmed()
    {
        (SampleModel none, _) = Sample(1, 0.5, (_, i) => i % 4, learning => learning with { FactoryShots = 0 });
        (SampleModel trained, _) = Sample(1, 0.5, (_, i) => i % 4, learning => learning with { FactoryShots = 1, Replay = 1 });
        (SampleModel some, _) = Sample(1, 0.5, (_, i) => i % 4, learning => learning);
        foreach ((SampleModel sample, int shots) in new[] { (none, 12), (trained, 12), (some, 1) })
        {
            using NativeEngine engine = new(sample.Writer.Build());
            Draw(engine, sample, 1, shots, Taught(sample, 1, 0));
            Assert.Equal(TmlStatus.Ok, engine.Adapt(1));
            LearnInfo info = engine.LearnStatus();
            Assert.Equal((LearnDecision.Untested, 0u), (info.Decision, info.Steps));
            Assert.Equal(sample.HeadBias, engine.LearntBias.ToArray());
        }
    }

    /// <summary>Where steps are small a label is doubtful exactly if the factory's model contradicts it by as much.</summary>
    [Fact]
    public void WrongLabelsAreDoubtful()
    {
        const double Doubt = 0.75;
        int total = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            (SampleModel sample, _) = Sample(
                seed, 1e-9, (_, i) => i % 4, learning => learning with { Decay = 0, Doubt = (int)(Doubt * 256) });
            using NativeEngine engine = new(sample.Writer.Build());
            List<GuardReference.Shot> all = Draw(engine, sample, seed, 24, (feature, i) =>
                (GuardReference.Named(sample, feature, sample.HeadBias) + (i % 4 == 3 ? 1 : 0)) % SampleModel.Classes);
            engine.Adapt(1);
            int[] wrong = Enumerable.Range(0, all.Count)
                .Where(i => GuardReference.Loss(sample, all[i].Feature, all[i].Label, sample.HeadBias) > Doubt
                    && i % 4 == 3
                    && all.Where((other, k) => k != i && other.Label == all[i].Label).Count() >= 7)
                .ToArray();
            byte[] marks = engine.Arena.Slice((int)sample.Learning.Marks, 4 * all.Count).ToArray();
            int[] found = Enumerable.Range(0, all.Count).Where(i => marks[(4 * i) + 2] == 1).ToArray();
            Assert.Subset(found.ToHashSet(), wrong.ToHashSet());
            Assert.All(found, i => Assert.Equal(3, i % 4));
            Assert.Equal((uint)found.Length, engine.LearnStatus().Doubtful);
            total += wrong.Length;
        }

        Assert.True(total >= 10, $"{total} wrong labels");
    }

    /// <summary>Vitter's algorithm R, with the draws that SPEC.md defines.</summary>
    [Fact]
    public void AReservoirKeepsEveryShotWithTheSameProbability()
    {
        const int Capacity = 6;
        const int Stream = 60;
        SampleModel sample = new(1);
        sample.AddLearning(Capacity, 1, 0.1, 0);
        sample.ChangeLearning(learning => learning with { Policy = 1 });
        using NativeEngine engine = new(sample.Writer.Build());
        sbyte[] input = EngineTests.RandomInput(1);
        List<int> expected = [];
        for (int i = 0; i < Stream; i++)
        {
            input.CopyTo(engine.Input());
            engine.Run();
            engine.Mark();
            engine.Label(i % SampleModel.Classes);
            ulong draw = ((ulong)(i + 1) * GuardReference.Random((uint)i)) >> 32;
            if (expected.Count < Capacity)
            {
                expected.Add(i);
            }
            else if (draw < Capacity)
            {
                expected.RemoveAt((int)draw);
                expected.Add(i);
            }

            byte[] store = engine.Arena.Slice((int)sample.Learning.Store, expected.Count * (SampleModel.Features + 1)).ToArray();
            Assert.Equal(
                expected.Select(e => e % SampleModel.Classes),
                Enumerable.Range(1, expected.Count).Select(k => (int)store[(k * (SampleModel.Features + 1)) - 1]));
        }

        // Not only the last ones are left, nor only the first.
        Assert.Contains(expected, e => e < Stream / 2);
        Assert.Contains(expected, e => e >= Stream / 2);
    }

    private static byte[] Factory(SampleModel sample) => sample.HeadBias.SelectMany(BitConverter.GetBytes).ToArray();
}
