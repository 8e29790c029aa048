using TinyMl.Monitor;

namespace TinyMl.Cli.Demonstration;

/// <summary>What the demo showed.</summary>
/// <param name="Taught">The board whose user labels rightly.</param>
/// <param name="Misled">The board whose labels are all wrong.</param>
/// <param name="Cuts">The power fails in the middle of a commit.</param>
/// <param name="Time">How long it took here.</param>
internal sealed record DemoResult(LearningRun Taught, LearningRun Misled, PowerCuts Cuts, TimeSpan Time)
{
    /// <summary>Promises that were broken, a sentence each; none in a good demo.</summary>
    internal IEnumerable<string> Broken()
    {
        if (Taught.After.Right < Taught.Before.Right)
        {
            yield return "The board got worse by what it learnt.";
        }

        if (Misled.After.Right < Misled.Before.Right)
        {
            yield return "Wrong labels made the board worse.";
        }

        if (Cuts.Old + Cuts.New < Cuts.Tried || Cuts.Tried == 0)
        {
            yield return "After a power cut a board had neither the old nor the new patch.";
        }
    }
}

/// <summary>A board that is tested, learns from labels and is tested again, with the same drawings.</summary>
/// <param name="Before">The test before learning.</param>
/// <param name="After">The same test after it.</param>
/// <param name="Adaptations">Each with what the guard made of it.</param>
/// <param name="Memory">The board's answer to "memory".</param>
/// <param name="Learnt">The board's answer to "learn".</param>
/// <param name="Log">Everything that the board said.</param>
internal sealed record LearningRun(
    DemoScore Before,
    DemoScore After,
    IReadOnlyList<ToldAdaptation> Adaptations,
    string Memory,
    string Learnt,
    IReadOnlyList<ProtocolLine> Log);

/// <summary>A commit with the power cut at each of its operations, within the operation and after it.</summary>
/// <param name="Operations">Of the memory, in a commit that nothing interrupts.</param>
/// <param name="Tried">Cuts.</param>
/// <param name="Old">Boards that started with the patch from before.</param>
/// <param name="New">Boards that started with the new one.</param>
internal sealed record PowerCuts(int Operations, int Tried, int Old, int New);
