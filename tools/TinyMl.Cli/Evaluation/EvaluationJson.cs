using TinyMl.Bench;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>What <c>evaluate --json</c> prints.</summary>
internal static class EvaluationJson
{
    internal static object Of(
        IUserStudy study, IReadOnlyList<SchemeResult> results, IReadOnlyList<LearningResult> steps) => new
    {
        users = study.Splits.Select(split => split.User),
        schemes = results.Select((result, i) => new
        {
            scheme = result.Learning.Scheme,
            rate = result.Learning.Rate,
            bias_rate = result.Learning.BiasRate,
            decay = result.Learning.Decay,
            passes = result.Learning.Epochs,
            folds = result.Learning.Folds,
            replay = result.Learning.Replay,
            guard = result.Learning.Guard,
            factory_shots = result.File.FactoryShots,
            factory_bytes = result.File.FactoryBytes,
            arena_bytes = result.File.ArenaBytes,
            learn_arena_bytes = result.File.LearnArenaBytes,
            store_bytes = result.File.StoreBytes,
            parameter_bytes = result.File.Parameters.Sum(p => p.Bytes),
            model_bytes = result.File.Bytes,
            macs = result.File.MultiplyAccumulates,
            step = steps.ElementAtOrDefault(i),
            cells = result.Cells,
            runs = result.Runs,
        }),
    };
}
