using TinyMl.Engine;
using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>What is learnt stays: kept over a restart, moved by lines, forgotten; and every wrong patch is refused by name.</summary>
public class PatchTests
{
    private const string None = "patch t=0 state=none bytes=0 shots=0 commits=0";

    public static TheoryData<string> Kinds => [.. Keepsake.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_Was_Learnt_Is_There_After_A_Restart(string kind)
    {
        Keepsake memory = new(kind);
        PatchFile learnt;
        using (VirtualBoardHost board = memory.Start(change: o => o.Motion = Lesson.Confirmed.Motion))
        {
            string[] lines = Lesson.Confirmed.Teach(board);
            Assert.Contains(None, lines);
            board.Settle();
            string saved = lines.Concat(board.TakeLines()).Starting("patch t=").Last();
            Assert.Contains("state=saved", saved);
            Assert.Equal(memory.KeepsShots ? 2 : 0, saved.Field("shots"));

            // The first label could not be tested, so only a memory with room for shots had something to keep.
            Assert.Equal(memory.KeepsShots ? 2 : 1, saved.Field("commits"));
            learnt = board.Active();
            Assert.NotEmpty(learnt.Parameters);
            Assert.Equal(2, learnt.Learnt);
        }

        using VirtualBoardHost again = memory.Start();
        again.RunFor(0.1);
        Assert.Contains("state=loaded", Assert.Single(again.TakeLines().Starting("patch ")));
        PatchFile loaded = again.Active();
        Assert.Equal(learnt.Parameters, loaded.Parameters);
        Assert.Equal(2, loaded.Learnt);
        Assert.Equal(memory.KeepsShots ? learnt.Store : [], loaded.Store);
        Assert.StartsWith($"ok shots={(memory.KeepsShots ? 2 : 0)} ", again.Ask("learn"));
    }

    /// <summary>The shots of yesterday and of today are learnt from together.</summary>
    [Fact]
    public void Learning_Goes_On_With_The_Shots_That_Were_Kept()
    {
        Keepsake memory = new("fram");
        PatchFile yesterday;
        using (VirtualBoardHost board = memory.Start(change: o => o.Motion = Lesson.Confirmed.Motion))
        {
            Lesson.Confirmed.Teach(board);
            board.Settle();
            yesterday = board.Active();
        }

        using VirtualBoardHost again = memory.Start(change: o => o.Motion = Lesson.Confirmed.Motion);
        again.RunFor(3);
        Assert.StartsWith("ok class=2 shots=3 ", again.Ask("label yaw"));
        again.RunFor(1);
        PatchFile today = again.Active();
        Assert.Equal((2, 3), (yesterday.Learnt, today.Learnt));
        Assert.Equal(TestPatch.Row(yesterday, 0), TestPatch.Row(today, 0));
        Assert.Equal(3u, BitConverter.ToUInt32(today.Store, 4));
        Assert.NotEqual(yesterday.Parameters, today.Parameters);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Factory_Forgets_For_Good(string kind)
    {
        Keepsake memory = new(kind);
        using (VirtualBoardHost board = memory.Start())
        {
            board.RunFor(0.1);
            for (int i = 0; i < 3; i++)
            {
                board.Import(TestPatch.Make(i, (uint)i + 1, shots: 2));
                board.Settle();
            }

            Assert.Equal("ok shots=0", board.Ask("factory"));
            board.Settle();
            Assert.Contains("state=forgotten", Assert.Single(board.TakeLines().Starting("patch t=").TakeLast(1)));
            Assert.Empty(board.Active().Parameters);
        }

        // Nothing of any patch is left in front of the words "the factory's".
        Assert.Equal(1, Enumerable.Range(0, 2).Count(slot => memory.Slot(slot).AsSpan().IndexOf("TMP1"u8) == 0));
        using VirtualBoardHost again = memory.Start();
        again.RunFor(0.1);
        Assert.Contains("patch t=0 state=none bytes=0 shots=0 commits=4", again.TakeLines());
        Assert.Empty(again.Active().Parameters);
        Assert.Empty(again.Active().Store);
    }

    [Fact]
    public void An_Export_Brings_Another_Board_What_Was_Learnt()
    {
        PatchFile exported;
        using (VirtualBoardHost board = Boards.Make(o => o.Motion = Lesson.Confirmed.Motion))
        {
            Lesson.Confirmed.Teach(board);
            exported = board.Export();
            Assert.Equal(board.Active().Parameters, exported.Parameters);
            Assert.Empty(exported.Store);
        }

        Keepsake memory = new("files-close");
        using (VirtualBoardHost other = memory.Start())
        {
            other.RunFor(0.1);
            string[] answers = other.Import(exported);
            Assert.Equal("ok import=ready", answers[0]);
            Assert.Equal("ok line=0 of=2", answers[1]);
            Assert.Equal($"ok import=done seq={exported.Sequence} bytes=60", answers[2]);
            Assert.Equal(exported.Parameters, other.Active().Parameters);
            other.Settle();
        }

        using VirtualBoardHost again = memory.Start();
        Assert.Equal(exported.Parameters, again.Active().Parameters);
    }

    [Fact]
    public void Nothing_Learnt_Is_Nothing_To_Export()
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(0.1);
        Assert.Equal("err " + Boards.Error(Status.PatchNone), board.Ask("export"));
        Assert.Equal("ok patch=none seq=0 bytes=0 shots=0 commits=0 slot=-1", board.Ask("patch"));
    }

    [Fact]
    public void A_Patch_Of_Another_Model_Is_Refused()
    {
        PatchFile other = TestPatch.Make(1) with { ModelId = TestPatch.ModelId ^ 1 };
        AssertRefused(TmlStatus.PatchModel, other);
    }

    [Fact]
    public void A_Stale_Patch_Is_Refused_Unless_It_Shall_Replace()
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(0.1);
        board.Import(TestPatch.Make(1, 7));
        Assert.Equal("err " + Boards.Error(Status.PatchStale), board.Import(TestPatch.Make(2, 7))[1]);
        Assert.Equal("err " + Boards.Error(Status.PatchStale), board.Import(TestPatch.Make(2, 6))[1]);
        Assert.Equal(TestPatch.Make(1).Parameters, board.Active().Parameters);
        Assert.StartsWith("ok import=done seq=8", board.Import(TestPatch.Make(2, 6), replace: true)[^1]);
        Assert.Equal(TestPatch.Make(2).Parameters, board.Active().Parameters);
        Assert.StartsWith("ok import=done", board.Import(TestPatch.Make(3, 9))[^1]);
    }

    [Fact]
    public void Numbers_Wrap()
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(0.1);
        Assert.StartsWith("ok import=done seq=4294967294 ", board.Import(TestPatch.Make(1, uint.MaxValue - 1))[^1]);
        Assert.StartsWith("ok import=done seq=1 ", board.Import(TestPatch.Make(2, 1))[^1]);
        Assert.Equal("err " + Boards.Error(Status.PatchStale), board.Import(TestPatch.Make(1, uint.MaxValue))[1]);
    }

    [Theory]
    [InlineData(0, TmlStatus.PatchMagic)]
    [InlineData(4, TmlStatus.PatchVersion)]
    [InlineData(6, TmlStatus.PatchCrc)]
    [InlineData(8, TmlStatus.PatchCrc)]
    [InlineData(24, TmlStatus.PatchCrc)]
    [InlineData(40, TmlStatus.PatchCrc)]
    [InlineData(44, TmlStatus.PatchCrc)]
    [InlineData(59, TmlStatus.PatchCrc)]
    public void An_Altered_Patch_Is_Refused(int position, TmlStatus status)
    {
        byte[] record = TestPatch.Make(1).ToBytes();
        record[position] ^= 0x10;
        AssertRefused(status, PatchText.Lines(record));
    }

    [Fact]
    public void A_Patch_Of_Other_Sizes_Is_Refused()
    {
        PatchFile right = TestPatch.Make(1);
        AssertRefused(TmlStatus.PatchCut, right with { Parameters = right.Parameters[..^4] });
        AssertRefused(TmlStatus.PatchCut, right with { Parameters = [.. right.Parameters, 0, 0, 0, 0] });
        AssertRefused(TmlStatus.PatchCut, right with { Learnt = 0 });
        PatchFile shots = TestPatch.Make(1, shots: 2);
        AssertRefused(TmlStatus.PatchCut, shots with { Store = shots.Store[..^1] });
        AssertRefused(TmlStatus.PatchCut, TestPatch.Make(1, shots: TestPatch.Capacity + 1));
        AssertRefused(TmlStatus.PatchCut, PatchText.Lines([.. right.ToBytes(), 0]));
    }

    [Fact]
    public void Parameters_And_Labels_That_Are_Dangerous_Are_Refused()
    {
        PatchFile right = TestPatch.Make(1, shots: 1);
        AssertRefused(TmlStatus.Parameters, right with { Parameters = [.. BitConverter.GetBytes(int.MaxValue), .. right.Parameters[4..]] });
        byte[] store = [.. right.Store];
        store[8 + 6] = (byte)TestModel.Labels.Length;
        AssertRefused(TmlStatus.Parameters, right with { Store = store });
    }

    [Fact]
    public void A_Damaged_Line_Is_Sent_Again_And_A_Line_That_Comes_Twice_Is_No_Error()
    {
        string[] lines = PatchText.Lines(TestPatch.Make(1).ToBytes());
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(0.1);
        Assert.Equal("err " + Boards.Error(Status.PatchImport), board.Ask(lines[0]));
        board.Ask("import");
        Assert.Equal("err " + Boards.Error(Status.PatchOrder), board.Ask(lines[1]));
        Assert.Equal("ok line=0 of=2", board.Ask(lines[0]));
        Assert.Equal("ok line=0 of=2", board.Ask(lines[0]));
        for (int i = 4; i < lines[1].Length; i++)
        {
            string damaged = lines[1][..i] + (lines[1][i] == 'A' ? 'B' : 'A') + lines[1][(i + 1)..];
            Assert.Equal("err " + Boards.Error(Status.PatchLine), board.Ask(damaged));
        }

        Assert.Equal("err " + Boards.Error(Status.PatchLine), board.Ask(lines[1][..^4]));
        Assert.StartsWith("ok import=done", board.Ask(lines[1]));
        Assert.Equal("err " + Boards.Error(Status.PatchImport), board.Ask(lines[1]));
    }

    [Theory]
    [InlineData("label pitch")]
    [InlineData("export")]
    [InlineData("factory")]
    public void An_Import_Ends_When_Something_Else_Needs_Its_Memory(string command)
    {
        string[] lines = PatchText.Lines(TestPatch.Make(1).ToBytes());
        using VirtualBoardHost board = Boards.Make(o => o.Motion = new Shakes((2, 0)));
        board.RunFor(3.5);
        board.Ask("import");
        board.Ask(lines[0]);
        board.Ask(command);
        Assert.Equal("err " + Boards.Error(Status.PatchImport), board.Ask(lines[1]));
    }

    [Fact]
    public void An_Import_Is_Not_Waited_For_Longer_Than_Half_A_Minute()
    {
        string[] lines = PatchText.Lines(TestPatch.Make(1).ToBytes());
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(0.1);
        board.Ask("import");
        board.Ask(lines[0]);
        board.RunFor(31);
        Assert.Equal("err " + Boards.Error(Status.PatchImport), board.Ask(lines[1]));
        Assert.Empty(board.Active().Parameters);
    }

    /// <summary>An adaptation and an import use the same memory: neither may spoil the other.</summary>
    [Fact]
    public void An_Import_In_The_Middle_Of_An_Adaptation_Waits_For_It()
    {
        byte[] slow = TestModel.Make(TestModel.Default with { Learning = TestModel.Default.Learning! with { Epochs = 1000 } });
        PatchFile patch = TestPatch.Make(1, 9) with { ModelId = BitConverter.ToUInt64(slow, 16) };
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.Motion) = (slow, new Shakes((2, 0))));
        board.RunFor(3.5);
        board.Ask("label pitch");
        board.Send("adapt now");
        board.Step();
        Assert.Equal("ok import=ready", board.Ask("import"));
        board.RunFor(1);
        Assert.Equal(["ok line=0 of=2", "ok import=done seq=9 bytes=60"], board.Import(PatchText.Lines(patch.ToBytes()))[1..]);
        Assert.Equal(patch.Parameters, board.Active().Parameters);
    }

    /// <summary>Whatever a slot holds, the other one is used, else the factory's; and the fault has its name.</summary>
    [Theory]
    [InlineData("eeprom-32")]
    [InlineData("files-close")]
    public void Every_Altered_Byte_Of_A_Slot_Is_Noticed(string kind)
    {
        Keepsake memory = new(kind);
        using (VirtualBoardHost board = memory.Start())
        {
            board.RunFor(0.1);
            board.Import(TestPatch.Make(1, shots: 2));
            board.Settle();
            board.Import(TestPatch.Make(2), replace: true);
            board.Settle();
        }

        int record = PatchFile.HeaderBytes + TestPatch.Make(1, shots: 2).Parameters.Length + TestPatch.Make(1, shots: 2).Store.Length;
        for (int i = 0; i < record; i++)
        {
            Keepsake altered = memory.Clone();
            byte[] slot = [.. altered.Slot(1)];
            slot[i] ^= 0x04;
            altered.SetSlot(1, slot);
            using VirtualBoardHost board = altered.Start();
            Assert.Equal(TestPatch.Make(1).Parameters, board.Active().Parameters);
            Assert.Single(board.TakeLines().Starting("error -7"));
        }

        if (memory.IsFiles)
        {
            for (int length = 0; length < record; length++)
            {
                Keepsake cut = memory.Clone();
                cut.SetSlot(1, cut.Slot(1)[..length]);
                using VirtualBoardHost board = cut.Start();
                Assert.Equal(TestPatch.Make(1).Parameters, board.Active().Parameters);
                Assert.Equal(["error " + Boards.Error(Status.PatchCut)], board.TakeLines().Starting("error "));
            }
        }
    }

    [Fact]
    public void A_Kept_Patch_Of_Another_Model_Is_Named_And_Replaced()
    {
        Keepsake memory = new("eeprom-32");
        using (VirtualBoardHost board = memory.Start())
        {
            board.RunFor(0.1);
            board.Import(TestPatch.Make(1));
            board.Settle();
        }

        byte[] model = TestModel.Make(TestModel.Default with { Learning = TestModel.Default.Learning! with { Epochs = 21 } });
        using VirtualBoardHost other = memory.Start(change: o => o.Model = model);
        other.RunFor(0.1);
        string[] lines = other.TakeLines();
        Assert.Contains("error " + Boards.Error((int)TmlStatus.PatchModel), lines);
        Assert.Contains("patch t=0 state=none bytes=0 shots=0 commits=1", lines);
        other.Import(TestPatch.Make(2) with { ModelId = BitConverter.ToUInt64(model, 16) });
        other.Settle();
        Assert.Equal(2, other.TakeLines().Starting("patch ").Single().Field("commits"));
    }

    [Fact]
    public void Memories_Are_Written_Once_A_Minute_And_Each_Time_Is_Counted()
    {
        Keepsake memory = new("eeprom-32");
        (double, int)[] shakes = [.. Enumerable.Range(0, 100).Select(i => (2.0 + (3 * i), i % 3))];
        using VirtualBoardHost board = memory.Start(change: o => o.Motion = new Shakes(shakes));
        int adaptations = 0;
        List<string> saved = [];
        board.RunFor(1.5);
        for (int i = 0; i < shakes.Length; i++)
        {
            board.RunFor(3);
            board.Ask("label roll");
            string[] lines = board.TakeLines();
            adaptations += lines.Starting("adapt ").Length;
            saved.AddRange(lines.Starting("patch t=").Where(l => l.Contains("saved")));
        }

        Assert.InRange(adaptations, 80, 100);
        Assert.InRange(saved.Count, 5, 6); // five minutes
        Assert.Equal(Enumerable.Range(1, saved.Count), saved.Select(l => (int)l.Field("commits")));
        Assert.All(saved.Zip(saved.Skip(1)), pair => Assert.InRange(pair.Second.Field("t") - pair.First.Field("t"), 60_000, 70_000));

        // The slots take turns, and no page is written more often than there were commits to its slot.
        Assert.True(memory.Memory!.PageCycles.Max() <= (saved.Count + 1) / 2);
        Assert.Contains("patch=waiting", board.Ask("patch"));
    }

    [Fact]
    public void A_Store_In_Ram_Ends_With_The_Power()
    {
        RamPatchStore store = new(64);
        Assert.Equal(Status.PatchNone, store.OpenToRead(0));
        Assert.Equal(Status.Ok, store.OpenToWrite(0));
        Assert.Equal(Status.Ok, store.Write([1, 2, 3], 3));
        Assert.Equal(Status.Ok, store.Close());
        byte[] bytes = new byte[64];
        Assert.Equal(Status.Ok, store.OpenToRead(0));
        Assert.Equal(Status.PatchCut, store.Read(bytes, 4));
        Assert.Equal(Status.Ok, store.Read(bytes, 3));
        Assert.Equal([1, 2, 3], bytes[..3]);
        Assert.Equal(Status.Ok, store.OpenToWrite(1));
        Assert.Equal(Status.StoreSize, store.Write(new byte[65], 65));
        Assert.Equal(Status.Ok, store.Erase(0));
        Assert.Equal(Status.PatchNone, store.OpenToRead(0));
        Assert.Equal(Status.PatchNone, new RamPatchStore(64).OpenToRead(0));
    }

    private static void AssertRefused(TmlStatus status, PatchFile patch) => AssertRefused(status, PatchText.Lines(patch.ToBytes()));

    // By the name of the status; nothing of it is used, and the board goes on.
    private static void AssertRefused(TmlStatus status, string[] lines)
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(0.1);
        board.Import(TestPatch.Make(5, 1));
        board.Settle();
        string before = board.Ask("patch")!;
        string[] answers = board.Import(lines, replace: true);
        Assert.Contains("err " + Boards.Error((int)status), answers);
        Assert.DoesNotContain("ok import=done", string.Join('\n', answers));
        Assert.Equal(TestPatch.Make(5).Parameters, board.Active().Parameters);
        Assert.Equal(before, board.Ask("patch"));
    }
}
