using System.Diagnostics;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>Three acts: a board learns its user's hand; another is told nonsense; a commit is cut off.</summary>
internal sealed class GestureDemo(byte[] model, DemoScript script, Action<string> show)
{
    internal DemoResult Run(Action<string> heading)
    {
        Stopwatch watch = Stopwatch.StartNew();
        SimulatedI2cMemory memory = CommitCut.NewMemory();
        LearningRun taught = Learn(memory, digit => digit, heading);
        heading("The same again with a new board, but a friend of the writer labels: every label is wrong");
        LearningRun misled = Learn(CommitCut.NewMemory(), script.WrongLabel, null);
        heading("The first board, switched on again, learns one more digit; the power fails while it writes that down");
        PowerCuts cuts = new CommitCut(model, script, memory, show).Run();
        return new DemoResult(taught, misled, cuts, watch.Elapsed);
    }

    // Without headings what was seen before, the start and the first test, is not shown.
    private LearningRun Learn(SimulatedI2cMemory memory, Func<int, int> label, Action<string>? heading)
    {
        Action<string> first = heading is null ? _ => { } : show;
        using DemoBoard board = new(model, script.Seed, memory, new PowerSupply(), script.Sequences);
        heading?.Invoke("The board starts");
        foreach (string line in board.Start())
        {
            first("  " + line);
        }

        heading?.Invoke("A new writer draws; nothing is learnt yet");
        DemoScore before = board.Play(script.Test, 0, first);
        heading?.Invoke("The writer draws again and tells the board each digit");
        double start = script.Test.Sequence.Seconds;
        board.Teach(script.Shots, start, label, show);
        heading?.Invoke("The writer draws the first digits once more");
        DemoScore after = board.Play(script.Test, start + script.Shots.Sequence.Seconds, show);
        LearningRun run = new(before, after, board.Adaptations, board.Ask("memory"), board.Ask("learn"), board.Log);
        board.Settle();
        return run;
    }
}
