using System.Collections.Concurrent;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Training.Users;

/// <summary>Tries a scheme with every user of a study, in the native engine.</summary>
public static class SchemeStudy
{
    /// <summary>Runs all cells.</summary>
    /// <param name="study">The study.</param>
    /// <param name="users">Its users.</param>
    /// <param name="learning">What the device trains, and how.</param>
    /// <param name="settings">How much is tried.</param>
    /// <param name="report">Receives a line when a user is done.</param>
    /// <param name="cancellation">Ends the study.</param>
    public static SchemeResult Run(
        IUserStudy study,
        IReadOnlyList<StudyUser> users,
        LearningSettings learning,
        StudySettings settings,
        Action<string> report,
        CancellationToken cancellation)
    {
        byte[][] models = new byte[users.Count][];
        TrialResult[][] results = new TrialResult[users.Count][];
        ParallelOptions options = new() { MaxDegreeOfParallelism = settings.Threads, CancellationToken = cancellation };
        Parallel.ForEach(Partitioner.Create(0, users.Count, 1), options, range =>
        {
            for (int user = range.Item1; user < range.Item2; user++)
            {
                models[user] = Compile(study, users[user], learning);
                results[user] = Try(study, users[user].Split, models[user], settings, cancellation);
                report($"{learning.Scheme}: {users[user].Split.User} done");
            }
        });
        TrialResult[] runs = results.SelectMany(r => r).ToArray();
        ModelFile file = new(models[0]);
        return new SchemeResult(
            file.Learning! with { Scheme = learning.Scheme },
            models[0],
            file,
            settings.Cells.Select(cell => TrialSummary.Of(cell, runs.Where(r => r.Settings == cell).ToArray())).ToArray(),
            runs);
    }

    /// <summary>Compiles a user's base model.</summary>
    /// <param name="study">The study.</param>
    /// <param name="user">The user.</param>
    /// <param name="learning">What the device trains; null: nothing.</param>
    public static byte[] Compile(IUserStudy study, StudyUser user, LearningSettings? learning)
    {
        Graph quantized = Quantizer.Quantize(user.Base, study.Data.Quantization);
        int taught = user.Split.Own.Select(clip => study.Data.Clips[clip].Label).Distinct().Count();
        Pipeline pipeline = study.Pipeline with
        {
            Learning = learning is null ? null : learning with { Shots = taught * PersonalTrial.MostShots },
            FactoryShots = learning is null ? [] : user.FactoryShots,
        };
        return ModelCompiler.Compile(quantized, pipeline).Bytes;
    }

    private static TrialResult[] Try(
        IUserStudy study, UserSplit split, byte[] model, StudySettings settings, CancellationToken cancellation)
    {
        using PersonalTrial trial = new(model, study.Data, split);
        List<TrialResult> runs = [];
        foreach (TrialSettings cell in settings.Cells)
        {
            for (int draw = 0; draw < settings.Draws; draw++)
            {
                cancellation.ThrowIfCancellationRequested();
                runs.Add(trial.Run(cell, draw));
            }
        }

        return [.. runs];
    }
}
