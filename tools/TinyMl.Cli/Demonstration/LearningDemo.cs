using System.Diagnostics;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>Three acts: a board learns its user's hand; another is told nonsense; a commit is cut off.</summary>
internal sealed class LearningDemo(byte[] model, string[] labels, DemoScript script, Action<string> show)
{
    internal DemoResult Run(Action<string> heading)
    {
        Stopwatch watch = Stopwatch.StartNew();
        SimulatedI2cMemory memory = CommitCut.NewMemory();
        LearningRun taught = Learn(memory, digit => digit, heading);
        heading(script.Headings.Misled);
        LearningRun misled = Learn(CommitCut.NewMemory(), script.WrongLabel, null);
        heading(script.Headings.Cut);
        PowerCuts cuts = new CommitCut(model, labels, script, memory, show).Run();
        return new DemoResult(taught, misled, cuts, watch.Elapsed);
    }

    // Without headings what was seen before, the start and the first test, is not shown.
    private LearningRun Learn(SimulatedI2cMemory memory, Func<int, int> label, Action<string>? heading)
    {
        Action<string> first = heading is null ? _ => { } : show;
        using DemoBoard board = new(model, labels, script, memory, new PowerSupply(), script.FirstDay);
        heading?.Invoke("The board starts");
        foreach (string line in board.Start())
        {
            first("  " + line);
        }

        heading?.Invoke(script.Headings.Test);
        DemoScore before = board.Play(script.Test, 0, first);
        heading?.Invoke(script.Headings.Shots);
        double start = script.Test.Seconds;
        board.Teach(script.Shots, start, label, show);
        heading?.Invoke(script.Headings.Again);
        DemoScore after = board.Play(script.Test, start + script.Shots.Seconds, show);
        LearningRun run = new(before, after, board.Adaptations, board.Ask("memory"), board.Ask("learn"), board.Log);
        board.Settle();
        return run;
    }
}
