using TinyMl.Interop;
using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>Patches of the test model, and what is done with them over the serial protocol.</summary>
internal static class TestPatch
{
    /// <summary>The most shots that the test model stores.</summary>
    public const int Capacity = 8;

    private const int Features = 6;
    private const int MarkBytes = 4;

    public static ulong ModelId { get; } = BitConverter.ToUInt64(TestModel.Bytes, 16);

    /// <summary>A patch whose parameters and shots depend on a seed.</summary>
    public static PatchFile Make(int seed, uint sequence = 1, int shots = 0)
    {
        Random random = new(seed);
        byte[] parameters = [.. TestModel.Labels.SelectMany(_ => BitConverter.GetBytes(random.Next(-9999, 9999)))];
        return new PatchFile
        {
            ModelId = ModelId,
            Sequence = sequence,
            Learnt = 1,
            Parameters = parameters,
            Store = shots == 0 ? [] : MakeStore(random, shots),
        };
    }

    /// <summary>A stored shot: its feature and its label.</summary>
    public static byte[] Row(PatchFile patch, int shot) => patch.Store[(8 + (shot * (Features + 1)))..][..(Features + 1)];

    /// <summary>Imports a patch; the answers to "import" and to each line.</summary>
    public static string[] Import(this VirtualBoardHost board, PatchFile patch, bool replace = false) =>
        board.Import(PatchText.Lines(patch.ToBytes()), replace);

    public static string[] Import(this VirtualBoardHost board, IEnumerable<string> lines, bool replace = false) =>
        [board.Ask(replace ? "import replace" : "import")!, .. lines.Select(line => board.Ask(line)!)];

    /// <summary>What is active and stored now, whatever is kept of it.</summary>
    public static PatchFile Active(this VirtualBoardHost board)
    {
        board.Step();
        int[] values = new int[7];
        Assert.Equal(0, Native.PatchSeal(0, 0, 3));
        Assert.Equal(values.Length, Native.ReadPatch(values));
        byte[] record = new byte[values[2]];
        Assert.Equal(0, Native.PatchRead(0, record, 0, record.Length));
        return PatchFile.Parse(record, "What is active");
    }

    /// <summary>Exports over the serial port.</summary>
    public static PatchFile Export(this VirtualBoardHost board)
    {
        string answer = board.Ask("export")!;
        Assert.StartsWith("ok lines=", answer);
        board.RunFor(0.01 * (answer.Field("lines") + 5));
        string[] lines = board.TakeLines().Starting("TML:");
        Assert.Equal(answer.Field("lines"), lines.Length);
        byte[] bytes = [.. lines.SelectMany((line, i) =>
        {
            Assert.InRange(line.Length, 1, 80);
            Assert.True(PatchText.TryParse(line, out int number, out byte[] part));
            Assert.Equal(i, number);
            return part;
        })];
        return PatchFile.Parse(bytes, "The export");
    }

    /// <summary>Runs until all that was learnt is kept.</summary>
    public static void Settle(this VirtualBoardHost board)
    {
        for (int i = 0; i < 20_000 && (board.Application.Patches.IsPending || board.Application.Patches.IsWriting); i++)
        {
            board.Step();
        }

        Assert.False(board.Application.Patches.IsPending || board.Application.Patches.IsWriting);
    }

    private static byte[] MakeStore(Random random, int shots)
    {
        byte[] store = new byte[8 + (shots * (Features + 1 + MarkBytes))];
        random.NextBytes(store);
        BitConverter.GetBytes(shots).CopyTo(store, 0);
        for (int i = 1; i <= shots; i++)
        {
            store[8 + (i * (Features + 1)) - 1] = (byte)random.Next(TestModel.Labels.Length);
        }

        return store;
    }
}
