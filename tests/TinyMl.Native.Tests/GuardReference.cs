using System.Numerics;
using TinyMl.Engine;

namespace TinyMl.Native.Tests;

/// <summary>SPEC.md, "Adaptation" and "Arithmetic of a visit", for a head whose biases are trained, written as it reads.</summary>
internal sealed record GuardReference
{
    private const int Levels = 4;
    private static readonly BigInteger One = BigInteger.One << 31;

    public LearnDecision Decision { get; private set; }

    public int UserTested { get; private set; }

    public int UserBefore { get; private set; }

    public int UserAfter { get; private set; }

    public int FactoryTested { get; private set; }

    public int FactoryBefore { get; private set; }

    public int FactoryAfter { get; private set; }

    public int Doubtful { get; private set; }

    public int Level { get; private set; }

    public int Steps { get; private set; }

    public required int[] Bias { get; set; }

    public static GuardReference Adapt(SampleModel sample, List<Shot> shots, List<Shot> factory, uint seed)
    {
        LearningSection plan = sample.Learning;
        GuardReference result = new() { Bias = sample.HeadBias };
        Shot[] held = factory.Where((_, i) => plan.Replay == 0 || i % 2 == 1).ToArray();
        Shot[] replayed = factory.Where((_, i) => i % 2 == 0).ToArray();
        if (shots.Count < 2 || held.Length == 0)
        {
            result.Decision = LearnDecision.Untested;
            return result;
        }

        // The held-back rounds.
        int folds = plan.Folds < 2 || plan.Folds > shots.Count ? shots.Count : plan.Folds;
        List<Shot> order = shots.OrderBy(shot => shot.Label).ToList();
        int FoldOf(Shot shot) => order.FindIndex(other => ReferenceEquals(other, shot)) % folds;
        int[] right = new int[Levels];
        double[] loss = new double[Levels];
        double lossBefore = 0;
        HashSet<Shot> doubtful = new(ReferenceEqualityComparer.Instance);
        for (int fold = 0; fold < folds; fold++)
        {
            Shot[] test = shots.Where(shot => FoldOf(shot) == fold).ToArray();
            int[] trained = result.Train(sample, shots, shot => FoldOf(shot) != fold, replayed, seed);
            foreach (Shot shot in test)
            {
                result.UserBefore += Named(sample, shot.Feature, sample.HeadBias) == shot.Label ? 1 : 0;
                lossBefore += Loss(sample, shot.Feature, shot.Label, sample.HeadBias);
                for (int level = 0; level < Levels; level++)
                {
                    int[] candidate = Halved(sample, trained, level);
                    right[level] += Named(sample, shot.Feature, candidate) == shot.Label ? 1 : 0;
                    loss[level] += Loss(sample, shot.Feature, shot.Label, candidate);
                }

                int witnesses = shots.Count(other => FoldOf(other) != fold && other.Label == shot.Label);
                if (plan.Doubt != 0 && witnesses >= 2 && Named(sample, shot.Feature, trained) != shot.Label
                    && Loss(sample, shot.Feature, shot.Label, trained) > plan.Doubt / 256.0)
                {
                    doubtful.Add(shot);
                }
            }
        }

        result.UserTested = shots.Count;
        result.Doubtful = doubtful.Count;
        int[] candidates = Enumerable.Range(0, Levels)
            .Where(l => 2 * right[l] >= shots.Count)
            .Where(l => right[l] > result.UserBefore || (right[l] == result.UserBefore && loss[l] < lossBefore))
            .OrderByDescending(l => right[l]).ThenBy(l => loss[l]).ThenBy(l => l)
            .ToArray();
        result.UserAfter = right[0];
        bool doubted = 2 * doubtful.Count > shots.Count || 2 * right.Max() < shots.Count;
        if (candidates.Length == 0 || doubted)
        {
            result.Decision = right.All(r => r < result.UserBefore) ? LearnDecision.RefusedUser
                : doubted ? LearnDecision.RefusedLabels
                : LearnDecision.NoGain;
            return result;
        }

        // The last one.
        int[] all = result.Train(sample, shots, shot => !doubtful.Contains(shot), replayed, seed);
        int Right(int[] bias) => held.Count(shot => Named(sample, shot.Feature, bias) == shot.Label);
        result.FactoryTested = held.Length;
        result.FactoryBefore = Right(sample.HeadBias);
        int least = -1;
        foreach (int level in candidates)
        {
            if (level < least)
            {
                continue;
            }

            least = level;
            result.Level = level;
            result.UserAfter = right[level];
            result.FactoryAfter = Right(Halved(sample, all, level));
            if (result.FactoryAfter >= result.FactoryBefore)
            {
                result.Decision = LearnDecision.Confirmed;
                result.Bias = Halved(sample, all, level);
                return result;
            }
        }

        result.Decision = LearnDecision.RefusedFactory;
        return result;
    }

    public static int Named(SampleModel sample, sbyte[] feature, int[] bias)
    {
        BigInteger[] logits = Logits(sample, feature, bias);
        return Array.IndexOf(logits, logits.Max());
    }

    /// <summary>The real cross-entropy of the integer logits.</summary>
    public static double Loss(SampleModel sample, sbyte[] feature, int label, int[] bias)
    {
        double[] z = Logits(sample, feature, bias).Select(v => (double)v / (1 << 23)).ToArray();
        return Math.Log(z.Sum(v => Math.Exp(v - z.Max()))) + z.Max() - z[label];
    }

    /// <summary>One random number of a state.</summary>
    public static uint Random(uint state) => Next(ref state);

    private static int[] Halved(SampleModel sample, int[] bias, int level) =>
        bias.Zip(sample.HeadBias, (b, f) =>
        {
            long distance = (long)b - f;
            for (int i = 0; i < level; i++)
            {
                distance /= 2;
            }

            return (int)(f + distance);
        }).ToArray();

    private static BigInteger[] Logits(SampleModel sample, sbyte[] feature, int[] bias)
    {
        (int multiplier, int shift) = FixedFactor.Of(SampleModel.AccumulatorScale * Math.Pow(2, 23));
        return Enumerable.Range(0, SampleModel.Classes).Select(c =>
        {
            BigInteger sum = bias[c] + Enumerable.Range(0, SampleModel.Features)
                .Sum(f => (feature[f] - sample.HeadInputZero) * sample.HeadWeights[(c * SampleModel.Features) + f]);
            return Saturate(Round(sum * multiplier, 31 - shift));
        }).ToArray();
    }

    private int[] Train(SampleModel sample, List<Shot> shots, Func<Shot, bool> takesPart, Shot[] replayed, uint seed)
    {
        LearningSection plan = sample.Learning;
        int[] bias = sample.HeadBias.ToArray();
        uint random = seed;
        uint key = Next(ref random);
        int turn = 0;
        for (int epoch = 0; epoch < plan.Epochs; epoch++)
        {
            foreach (int place in LearningTests.Order(shots.Count, key))
            {
                Shot? shot = Enumerable.Range(0, shots.Count)
                    .Select(i => shots[(place + i) % shots.Count])
                    .FirstOrDefault(other => other.Label == shots[place].Label && takesPart(other));
                if (shot is not null)
                {
                    Step(sample, bias, shot, ref random);
                }

                for (int k = 0; k < plan.Replay; k++)
                {
                    Step(sample, bias, replayed[turn++ % replayed.Length], ref random);
                }
            }

            key = Next(ref random);
        }

        return bias;
    }

    private void Step(SampleModel sample, int[] bias, Shot shot, ref uint random)
    {
        (int multiplier, int shift) = FixedFactor.Of(sample.Learning.Rate / SampleModel.AccumulatorScale);
        BigInteger[] logits = Logits(sample, shot.Feature, bias);
        BigInteger[] e = logits.Select(z => (z - logits.Max()) * 8 is var x && x < int.MinValue ? 0 : Reference.Exp(x)).ToArray();
        BigInteger sum = BigInteger.Max(e.Aggregate((a, b) => a + b), One);
        const int Limit = int.MaxValue - (255 * 128 * SampleModel.Features);
        for (int c = 0; c < bias.Length; c++)
        {
            BigInteger p = ((e[c] << 31) + (sum / 2)) / sum;
            BigInteger d = p - (c == shot.Label ? One : 0);
            BigInteger step = Round(d * multiplier, 31 - 1 - shift);
            BigInteger next = bias[c] - Stochastic(step, 32, ref random);
            if (sample.Learning.Decay != 0)
            {
                next -= Stochastic((BigInteger)sample.Learning.Decay * ((long)bias[c] - sample.HeadBias[c]), 16, ref random);
            }

            bias[c] = (int)BigInteger.Clamp(next, -Limit, Limit);
        }

        Steps++;
    }

    // floor(x / 2^bits + u).
    private static BigInteger Stochastic(BigInteger x, int bits, ref uint random) => (x + (Next(ref random) >> (32 - bits))) >> bits;

    private static BigInteger Round(BigInteger x, int bits) => bits > 0 ? (x + (BigInteger.One << (bits - 1))) >> bits : x << -bits;

    private static BigInteger Saturate(BigInteger x) => BigInteger.Clamp(x, int.MinValue, int.MaxValue);

    private static uint Next(ref uint state) => LearningTests.Next(ref state);

    public sealed record Shot(sbyte[] Feature, int Label);
}
