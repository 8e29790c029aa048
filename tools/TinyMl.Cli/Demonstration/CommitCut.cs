using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>
/// A board learns from one more digit and writes the new patch to its memory; the power fails at an operation of the memory,
/// at each in turn. What does it have when it starts again?
/// </summary>
internal sealed class CommitCut(
    byte[] model, string[] labels, DemoScript script, SimulatedI2cMemory memory, Action<string> show)
{
    /// <summary>A 24LC256: 32 KB in pages of 64 bytes, 5 ms to write one.</summary>
    internal static SimulatedI2cMemory NewMemory() => new(32 * 1024, 64, 5);

    internal PowerCuts Run()
    {
        string old = Look(Copy(memory), null);
        SimulatedI2cMemory written = Copy(memory);
        PowerSupply whole = new();
        Commit(written, whole, show);
        string renewed = Look(written, null);
        int tried = 0;
        int olds = 0;
        int news = 0;
        for (int operation = 0; operation < whole.Operations; operation++)
        {
            foreach (PowerCut moment in (PowerCut[])[PowerCut.Within, PowerCut.After])
            {
                bool isShown = moment == PowerCut.Within && operation == whole.Operations / 2;
                SimulatedI2cMemory cut = Copy(memory);
                Commit(cut, new PowerSupply(operation, moment, script.Seed), null);
                if (isShown)
                {
                    show($"  The power fails in operation {operation + 1} of {whole.Operations}, and comes back:");
                }

                string found = Look(cut, isShown ? show : null);
                tried++;
                olds += found == old ? 1 : 0;
                news += found == renewed && found != old ? 1 : 0;
            }
        }

        return new PowerCuts(whole.Operations, tried, olds, news);
    }

    private static SimulatedI2cMemory Copy(SimulatedI2cMemory memory)
    {
        SimulatedI2cMemory copy = NewMemory();
        memory.Bytes.CopyTo(copy.Bytes);
        return copy;
    }

    // Until the patch is there to stay or the power fails.
    private void Commit(SimulatedI2cMemory cut, PowerSupply power, Action<string>? show)
    {
        using DemoBoard board = new(model, labels, script, cut, power, script.SecondDay);
        try
        {
            board.Start();
            board.Teach(script.NextDay, 0, digit => digit, show ?? (_ => { }));
            board.Settle();
        }
        catch (PowerCutException)
        {
            // That is what it is about.
        }
    }

    // What the board has: its patch, as it says and as it exports it.
    private string Look(SimulatedI2cMemory cut, Action<string>? show)
    {
        using DemoBoard board = new(model, labels, script, cut, new PowerSupply(), script.SecondDay);
        foreach (string line in board.Start())
        {
            show?.Invoke("  " + line);
        }

        string answer = board.Ask("patch");
        show?.Invoke("  > patch");
        show?.Invoke("  " + answer);
        string export = board.Ask("export");
        return string.Join('\n', [answer, export, .. board.RunFor(1).Where(line => line.StartsWith("TML:", StringComparison.Ordinal))]);
    }
}
