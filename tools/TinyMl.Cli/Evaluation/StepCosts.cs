using TinyMl.Bench;
using TinyMl.Cli.Commands;
using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>What a step of each scheme of an evaluation costs on an emulated core.</summary>
internal static class StepCosts
{
    internal static Task<List<LearningResult>> MeasureAsync(
        IUserStudy study, StudyUser user, IReadOnlyList<SchemeResult> results, BenchTarget target, CancellationToken cancel) =>
        BenchCommand.MeasuredAsync(
            [target],
            async runner =>
            {
                BenchResult plain = await runner.RunAsync(
                    study.NetworkName(user.Split), SchemeStudy.Compile(study, user, null), target, cancel);
                List<LearningResult> costs = [];
                foreach (SchemeResult result in results)
                {
                    costs.Add(await runner.LearnAsync(plain.Model, result.Model, plain.Instructions, target, cancel));
                }

                return costs;
            },
            cancel);
}
