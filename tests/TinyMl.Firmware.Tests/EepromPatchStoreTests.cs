using System.Device.I2c;
using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>The driver of I2C memories against one that behaves as the data sheets say, rolling pages and all.</summary>
public class EepromPatchStoreTests
{
    /// <summary>What a careless driver loses: the simulated EEPROM writes over the start of a page that is left.</summary>
    [Fact]
    public void A_Write_Over_The_End_Of_A_Page_Rolls_Over()
    {
        Board board = new(new SimulatedI2cMemory(4096, 32, 5));
        byte[] transfer = [0, 30, 1, 2, 3, 4];
        Assert.Equal(I2cTransferStatus.FullTransfer, board.Device.Write(new SpanByte(transfer)).Status);
        Assert.Equal([3, 4], board.Memory.Bytes[..2].ToArray());
        Assert.Equal([1, 2, 0xFF, 0xFF], board.Memory.Bytes[30..34].ToArray());
    }

    [Fact]
    public void An_Fram_Writes_On_And_Is_Never_Busy()
    {
        Board board = new(new SimulatedI2cMemory(32768, 0, 0));
        byte[] transfer = [0, 30, 1, 2, 3, 4];
        board.Device.Write(new SpanByte(transfer));
        Assert.Equal(I2cTransferStatus.FullTransfer, board.Device.Write(new SpanByte(transfer)).Status);
        Assert.Equal([1, 2, 3, 4], board.Memory.Bytes[30..34].ToArray());
    }

    [Fact]
    public void A_Memory_In_Its_Write_Cycle_Acknowledges_Nothing()
    {
        Board board = new(new SimulatedI2cMemory(4096, 32, 5));
        byte[] transfer = [0, 0, 1];
        board.Device.Write(new SpanByte(transfer));
        Assert.Equal(I2cTransferStatus.SlaveAddressNotAcknowledged, board.Device.Write(new SpanByte(transfer)).Status);
        board.Wait(5000);
        Assert.Equal(I2cTransferStatus.FullTransfer, board.Device.Write(new SpanByte(transfer)).Status);
    }

    [Theory]
    [InlineData(4096, 32, 5)]
    [InlineData(32768, 64, 5)]
    [InlineData(65536, 128, 5)]
    [InlineData(8192, 0, 0)]
    [InlineData(65536, 0, 0)]
    public void Slots_Keep_What_Is_Written_And_Do_Not_Touch_Each_Other(int bytes, int pageBytes, int writeMilliseconds)
    {
        Board board = new(new SimulatedI2cMemory(bytes, pageBytes, writeMilliseconds));
        EepromPatchStore store = board.Store();
        byte[] first = Noise(1, store.SlotBytes);
        byte[] second = Noise(2, store.SlotBytes);
        board.Write(store, 0, first);
        board.Write(store, 1, second);
        Assert.Equal(first, board.Read(store, 0, first.Length));
        Assert.Equal(second, board.Read(store, 1, second.Length));
        Assert.Equal(first, board.Memory.Bytes[..first.Length].ToArray());

        // Every page once: nothing was written twice, or in pieces.
        Assert.All(board.Memory.PageCycles, cycles => Assert.Equal(pageBytes == 0 ? bytes / store.PieceBytes : 1, cycles));
        board.Until(() => store.Erase(0));
        Assert.All(board.Memory.Bytes[..first.Length].ToArray(), b => Assert.Equal(0xFF, b));
        Assert.Equal(second, board.Read(store, 1, second.Length));
    }

    [Fact]
    public void A_Slot_Is_Erased_From_Its_End()
    {
        Board board = new(new SimulatedI2cMemory(512, 32, 5));
        EepromPatchStore store = board.Store();
        board.Write(store, 0, new byte[store.SlotBytes]);
        int[] left = [.. Enumerable.Range(0, 3).Select(_ =>
        {
            board.Until(() => store.Erase(0) is int status && status == Status.Again && board.Wait(6000) ? Status.Ok : status);
            return board.Memory.Bytes[..store.SlotBytes].ToArray().Count(b => b == 0);
        })];
        Assert.Equal([224, 192, 160], left);
        Assert.Equal(0, board.Memory.Bytes[0]);
    }

    [Fact]
    public void More_Than_A_Slot_Is_Refused()
    {
        Board board = new(new SimulatedI2cMemory(512, 32, 5));
        EepromPatchStore store = board.Store();
        store.OpenToWrite(1);
        for (int i = 0; i < 8; i++)
        {
            board.Until(() => store.Write(new byte[32], 32));
        }

        Assert.Equal(Status.StoreSize, store.Write(new byte[32], 1));
        store.OpenToRead(0);
        Assert.Equal(Status.PatchCut, store.Read(new byte[257], 257));
    }

    [Fact]
    public void A_Memory_That_Is_Not_There_Is_Absent_And_Not_Waited_For()
    {
        Board board = new(null);
        EepromPatchStore store = new(board.Device, 4096, 32, 5);
        store.OpenToRead(0);
        long start = board.Microseconds;
        Assert.Equal(Status.StoreAbsent, board.Until(() => store.Read(new byte[32], 32)));
        Assert.InRange(board.Microseconds - start, 0, 50_000);
    }

    [Theory]
    [InlineData(100, 32, 5)]
    [InlineData(4096, 30, 5)]
    [InlineData(4096, 4, 5)]
    [InlineData(32, 32, 5)]
    [InlineData(131072, 128, 5)]
    [InlineData(4096, 32, -1)]
    public void Sizes_That_No_Memory_Has_Are_Refused(int bytes, int pageBytes, int writeMilliseconds)
    {
        Board board = new(new SimulatedI2cMemory(4096, 32, 5));
        Assert.Throws<ArgumentException>(() => new EepromPatchStore(board.Device, bytes, pageBytes, writeMilliseconds));
    }

    /// <summary>What the board says of a memory that fails, and that it goes on recognising.</summary>
    [Theory]
    [InlineData(I2cFaultKind.Unplugged, TmlStatus.StoreAbsent)]
    [InlineData(I2cFaultKind.StuckBus, TmlStatus.StoreFailed)]
    public void A_Bus_Fault_Is_Named_And_Tried_Again(I2cFaultKind kind, TmlStatus status)
    {
        Keepsake memory = new("eeprom-32");
        using VirtualBoardHost board = memory.Start(change: o =>
        {
            o.Motion = new Shakes((5, 0));
            o.Faults.Add(new I2cFault(kind, 0, 1_000_000));
        });
        board.RunFor(6.5);
        Assert.Contains("error " + Boards.Error((int)status), board.TakeLines());
        Assert.StartsWith("ok", board.Ask("label pitch"));
        Assert.Contains("state=saved", board.Lines(2).Starting("patch ").Single());
    }

    [Fact]
    public void A_Worn_Page_Is_Noticed_And_The_Patch_Before_Stays()
    {
        Keepsake memory = new("eeprom-32");
        using (VirtualBoardHost board = memory.Start())
        {
            board.RunFor(0.1);
            board.Import(TestPatch.Make(1));
            board.Settle();
            memory.Memory!.WornPage = (memory.Memory.Bytes.Length / 2 / 32) + 1;
            board.Import(TestPatch.Make(2), replace: true);
            board.RunFor(1);
            Assert.Contains("error " + Boards.Error((int)TmlStatus.StoreWorn), board.TakeLines());
            Assert.StartsWith("err " + Boards.Error((int)TmlStatus.StoreWorn), board.Ask("patch"));
            Assert.Equal(TestPatch.Make(2).Parameters, board.Active().Parameters);
        }

        using VirtualBoardHost again = memory.Start();
        Assert.Equal(TestPatch.Make(1).Parameters, again.Active().Parameters);
    }

    [Fact]
    public void A_Broken_Drive_Is_Named()
    {
        Keepsake memory = new("files-close");
        memory.Files.IsBroken = true;
        using VirtualBoardHost board = memory.Start();
        board.RunFor(0.1);
        board.Import(TestPatch.Make(1));
        board.RunFor(1);
        Assert.Contains("error " + Boards.Error(Status.StoreFailed), board.TakeLines());
        memory.Files.IsBroken = false;
        board.RunFor(60);
        Assert.Contains("state=saved", board.TakeLines().Starting("patch ").Last());
    }

    private static byte[] Noise(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A bus with a memory, and time that passes only where somebody waits.</summary>
    private sealed class Board
    {
        private readonly BoardClock _clock = new(false);

        public Board(SimulatedI2cMemory? memory)
        {
            VirtualHardware hardware = new(_clock, new MemoryTransport(), new EngineMemory(null, 16, 0));
            VirtualHardware.Current = hardware;
            if (memory is not null)
            {
                memory.Connect(_clock, hardware.Power);
                hardware.I2c.Connect(EepromPatchStore.DefaultI2cAddress, memory);
            }

            Memory = memory!;
            Device = I2cDevice.Create(new I2cConnectionSettings(1, EepromPatchStore.DefaultI2cAddress, I2cBusSpeed.FastMode));
        }

        public SimulatedI2cMemory Memory { get; }

        public I2cDevice Device { get; }

        public long Microseconds => _clock.Microseconds;

        public EepromPatchStore Store() => new(
            Device, Memory.Bytes.Length, Memory.PageBytes == 0 ? 64 : Memory.PageBytes, Memory.WriteMilliseconds);

        public bool Wait(long micros)
        {
            _clock.Spend(micros);
            return true;
        }

        /// <summary>Makes a call again, a millisecond later, as long as the memory is busy.</summary>
        public int Until(Func<int> call)
        {
            int status;
            while ((status = call()) == Status.Again)
            {
                Wait(1000);
            }

            return status;
        }

        public void Write(EepromPatchStore store, int slot, byte[] bytes)
        {
            Assert.Equal(Status.Ok, store.OpenToWrite(slot));
            foreach (byte[] piece in bytes.Chunk(store.PieceBytes))
            {
                Assert.Equal(Status.Ok, Until(() => store.Write(piece, piece.Length)));
            }

            Assert.Equal(Status.Ok, Until(store.Close));
        }

        public byte[] Read(EepromPatchStore store, int slot, int count)
        {
            Assert.Equal(Status.Ok, Until(() => store.OpenToRead(slot)));
            List<byte> bytes = [];
            while (bytes.Count < count)
            {
                byte[] piece = new byte[Math.Min(store.PieceBytes, count - bytes.Count)];
                Assert.Equal(Status.Ok, Until(() => store.Read(piece, piece.Length)));
                bytes.AddRange(piece);
            }

            return [.. bytes];
        }
    }
}
