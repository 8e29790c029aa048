using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>The host's side of patches against a board in real time, over a line that is good or bad.</summary>
public sealed class PatchTransferTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void A_Patch_Goes_To_A_Board_And_Comes_Back()
    {
        using RunningBoard board = new(0);
        PatchFile patch = TestPatch.Make(1, 5);
        List<(int, int)> progress = [];
        using PatchTransfer transfer = new(MonitorSource.Of(board.Address), Patience);
        transfer.Send(patch.ToBytes(), false, (done, of) => progress.Add((done, of)));
        Assert.Equal([(1, 2), (2, 2)], progress);
        PatchFile back = PatchFile.Parse(transfer.Save(), "back");
        Assert.Equal(patch.Parameters, back.Parameters);
        Assert.Equal(patch.Sequence, back.Sequence);
    }

    /// <summary>A tenth of the lines of either side are spoilt.</summary>
    [Fact]
    public void Lines_That_Are_Spoilt_Are_Sent_Again()
    {
        using RunningBoard board = new(10);
        PatchFile patch = TestPatch.Make(1, 5);
        using PatchTransfer transfer = new(MonitorSource.Of(board.Address), TimeSpan.FromSeconds(0.7));
        for (uint i = 0; i < 6; i++)
        {
            PatchFile next = patch with { Sequence = 5 + i };
            transfer.Send(next.ToBytes(), true);
            Assert.Equal(patch.Parameters, PatchFile.Parse(transfer.Save(), "back").Parameters);
        }

        Assert.True(board.Spoilt > 3, $"Only {board.Spoilt} lines were spoilt.");
    }

    [Fact]
    public void What_The_Board_Says_Against_It_Is_Told()
    {
        using RunningBoard board = new(0);
        using PatchTransfer transfer = new(MonitorSource.Of(board.Address), Patience);
        MonitorException none = Assert.Throws<MonitorException>(() => transfer.Save());
        Assert.Equal("The board refuses: " + Boards.Error(Status.PatchNone), none.Message);
        PatchFile other = TestPatch.Make(1) with { ModelId = 7 };
        MonitorException refused = Assert.Throws<MonitorException>(() => transfer.Send(other.ToBytes(), false));
        Assert.Equal("The board refuses: " + Boards.Error(Status.PatchModel), refused.Message);
        transfer.Send(TestPatch.Make(1, 5).ToBytes(), false);
        refused = Assert.Throws<MonitorException>(() => transfer.Send(TestPatch.Make(2, 5).ToBytes(), false));
        Assert.Equal("The board refuses: " + Boards.Error(Status.PatchStale), refused.Message);
        transfer.Send(TestPatch.Make(2, 5).ToBytes(), true);
    }

    [Fact]
    public void Nobody_There_Is_One_Sentence()
    {
        using TcpTransport deaf = new(0);
        using PatchTransfer transfer = new(MonitorSource.Of(deaf.Name), TimeSpan.FromSeconds(0.3));
        Assert.Contains("does not answer", Assert.Throws<MonitorException>(() => transfer.Save()).Message);
    }

    /// <summary>A file is proved like a record on the board, field by field.</summary>
    [Fact]
    public void A_File_That_Was_Altered_Or_Cut_Is_Refused()
    {
        byte[] record = TestPatch.Make(1, shots: 2).ToBytes();
        Assert.Equal(record, PatchFile.Parse(record, "file").ToBytes());
        for (int i = 0; i < record.Length; i++)
        {
            byte[] altered = [.. record];
            altered[i] ^= 1;
            Assert.StartsWith("file ", Assert.Throws<MonitorException>(() => PatchFile.Parse(altered, "file")).Message);
            Assert.Throws<MonitorException>(() => PatchFile.Parse(record[..i], "file"));
        }

        Assert.Throws<MonitorException>(() => PatchFile.Parse([.. record, 0], "file"));
    }

    /// <summary>A board on a thread of its own, behind a line that spoils one line in some.</summary>
    private sealed class RunningBoard : IDisposable
    {
        private readonly TcpTransport _tcp = new(0);
        private readonly CancellationTokenSource _stop = new();
        private readonly BadLine _line;
        private readonly Thread _thread;

        public RunningBoard(int oneIn)
        {
            _line = new BadLine(_tcp, oneIn);
            VirtualBoardHost board = Boards.Make(o => (o.Serial, o.RealTime) = (_line, true));
            _thread = new Thread(() => board.Run(_stop.Token));
            _thread.Start();
        }

        public string Address => _tcp.Name;

        public int Spoilt => _line.Spoilt;

        public void Dispose()
        {
            _stop.Cancel();
            Assert.True(_thread.Join(Patience), "The board does not stop.");
            _stop.Dispose();
            _tcp.Dispose();
        }
    }

    private sealed class BadLine(ISerialTransport line, int oneIn) : ISerialTransport
    {
        private readonly Random _random = new(3);

        public int Spoilt { get; private set; }

        public string Name => line.Name;

        public int Available => line.Available;

        public int Read(byte[] buffer, int offset, int count)
        {
            int read = line.Read(buffer, offset, count);
            Spoil(buffer, offset, read);
            return read;
        }

        public bool Write(byte[] buffer, int offset, int count, int timeout)
        {
            byte[] copy = [.. buffer.AsSpan(offset, count)];
            Spoil(copy, 0, count);
            return line.Write(copy, 0, count, timeout);
        }

        public void Dispose()
        {
        }

        // A transfer is about a line; its last bit of a byte in the middle turns over.
        private void Spoil(byte[] buffer, int offset, int count)
        {
            if (oneIn > 0 && count > 2 && _random.Next(oneIn) == 0)
            {
                buffer[offset + (count / 2)] ^= 1;
                Spoilt++;
            }
        }
    }
}
