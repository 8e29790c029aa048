using System.Numerics.Tensors;
using TinyMl.Engine;
using TinyMl.Training.Numerics;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Users;

/// <summary>
/// Lets a model learn from a user as a board does, in the native engine: run, mark, label, adapt. The user's recordings that no
/// draw of at most <see cref="MostShots"/> takes test it, and what is held out of everybody else's.
/// </summary>
public sealed class PersonalTrial : IDisposable
{
    /// <summary>Labelled recordings of a class at most; the tests are the same for all fewer.</summary>
    public const int MostShots = 5;

    private readonly IUserData _data;
    private readonly UserSplit _split;
    private readonly NativeEngine _engine;
    private readonly Dictionary<int, bool> _before = [];

    /// <summary>Opens a model.</summary>
    /// <param name="model">A .tml file with a learning section, trained without the user.</param>
    /// <param name="data">The recordings.</param>
    /// <param name="split">Who is the user.</param>
    public PersonalTrial(byte[] model, IUserData data, UserSplit split)
    {
        (_data, _split) = (data, split);
        foreach (IGrouping<int, int> own in split.Own.GroupBy(i => data.Clips[i].Label))
        {
            if (own.Count() <= MostShots)
            {
                throw new RecordingException(
                    $"{split.User} has {own.Count()} recordings of '{data.Labels[own.Key]}': {MostShots} are learnt from, record more to test with.");
            }
        }

        _engine = new NativeEngine(model);
    }

    /// <summary>Learns from one draw of shots, starting as the factory made the model.</summary>
    /// <param name="settings">How many shots, how wrong.</param>
    /// <param name="draw">Which shots; also the seed of the adaptation.</param>
    public TrialResult Run(TrialSettings settings, int draw)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Shots, MostShots, nameof(settings));
        (int[] pool, int[] tests) = Draw(draw);
        _engine.Factory();
        byte[] factory = _engine.Parameters.ToArray();
        double userBefore = Before(tests);
        double othersBefore = Before(_split.Others);
        foreach ((int clip, int label) in Shots(pool, settings, draw))
        {
            Classify(clip);
            _engine.Mark();
            _engine.Label(label);
        }

        while (_engine.Adapt((uint)draw + 1) == TmlStatus.Again)
        {
        }

        // Equal parameters give equal answers.
        bool same = _engine.Parameters.SequenceEqual(factory);
        double userAfter = same ? userBefore : Right(tests);
        double othersAfter = same ? othersBefore : Right(_split.Others);
        LearnInfo info = _engine.LearnStatus();
        return new TrialResult(
            _split.User,
            settings,
            draw,
            userBefore,
            userAfter,
            othersBefore,
            othersAfter,
            info.Decision,
            (int)info.Doubtful,
            (int)info.Level);
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    /// <summary>Labelled shots in the order in which they are told: the first of each class in the pool, some labels wrong.</summary>
    internal IReadOnlyList<(int Clip, int Label)> Shots(int[] pool, TrialSettings settings, int draw)
    {
        int[] shots = pool.GroupBy(i => _data.Clips[i].Label).SelectMany(g => g.Take(settings.Shots)).ToArray();
        Random random = new(Seeds.Mix(2, draw));
        random.Shuffle(shots);
        int wrong = (int)Math.Round(settings.Wrong * shots.Length);
        (int Clip, int Label)[] told = shots.Select((clip, i) =>
        {
            int label = _data.Clips[clip].Label;
            return (clip, i < wrong ? (label + random.Next(1, _data.Labels.Count)) % _data.Labels.Count : label);
        }).ToArray();
        random.Shuffle(told);
        return told;
    }

    /// <summary>Parts the user's recordings into those that may be learnt from and those that test.</summary>
    internal (int[] Pool, int[] Tests) Draw(int draw)
    {
        int[] own = [.. _split.Own];
        new Random(Seeds.Mix(1, draw)).Shuffle(own);
        int[] pool = own.GroupBy(i => _data.Clips[i].Label).SelectMany(g => g.Take(MostShots)).ToArray();
        return (pool, own.Except(pool).ToArray());
    }

    private double Before(int[] clips)
    {
        foreach (int clip in clips)
        {
            if (!_before.ContainsKey(clip))
            {
                _before.Add(clip, Classify(clip) == _data.Clips[clip].Label);
            }
        }

        return clips.Average(clip => _before[clip] ? 1.0 : 0);
    }

    private double Right(int[] clips) => clips.Average(clip => Classify(clip) == _data.Clips[clip].Label ? 1.0 : 0);

    private int Classify(int clip)
    {
        _data.Clips[clip].Window.CopyTo(_engine.Input());
        while (_engine.Run() == TmlStatus.Again)
        {
        }

        return TensorPrimitives.IndexOfMax(_engine.Output());
    }
}
