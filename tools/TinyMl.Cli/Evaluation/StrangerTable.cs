using TinyMl.Training.Users;

namespace TinyMl.Cli.Evaluation;

/// <summary>Speakers whom a model was trained without, one by one.</summary>
internal static class StrangerTable
{
    // Of each word; the number that the table shows.
    private static readonly TrialSettings Taught = new(5, 0);

    internal static EvaluationTable Of(SpeakerStudy study, IReadOnlyList<StudyUser> users, SchemeResult learnt)
    {
        StrangerScores[] scores = users.Select(user => StrangerScores.Of(study, user, study.Words)).ToArray();
        string[] Row(string name, IReadOnlyCollection<StrangerScores> of, IEnumerable<TrialResult> runs)
        {
            double clips = of.Sum(score => score.Clips);
            return
            [
                name,
                Report.Number((long)clips),
                Report.Percent(of.Sum(score => score.Right) / clips),
                Report.Percent(of.Sum(score => score.Refused) / clips),
                Report.Percent(of.Sum(score => score.RightOfWords) / clips),
                Report.Percent(runs.Where(run => run.Settings == Taught).Average(run => run.UserAfter)),
            ];
        }

        return new EvaluationTable(
            ["left out", "clips", "right, int8", "refused", "right of the words alone", $"after {Taught.Shots} shots of each word"],
            [
                .. scores.Select(score => Row(score.User, [score], learnt.Runs.Where(run => run.User == score.User))),
                Row("all", scores, learnt.Runs),
            ],
            "Refused: taken for unknown or silence, which counts as wrong. Of the words alone: as if neither could be named. After: scheme "
                + $"{learnt.Name}, on the recordings that no draw learns from.");
    }
}
