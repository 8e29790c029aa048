using TinyMl.Compiler.Models;
using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class StartTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0x544D0002)]
    public void A_Native_Part_That_Does_Not_Fit_Is_Refused_And_Nothing_Else_Happens(int abi)
    {
        using VirtualBoardHost board = Boards.Make(o => o.NativeAbi = abi);
        Assert.Equal(["boot version=0.1.0 abi=544d0001", "error " + Boards.Error(Status.Abi)], board.Lines(1));
        Assert.Null(board.Application);
    }

    [Fact]
    public void Without_A_Model_The_Board_Says_So_And_Still_Answers()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Model = null);
        Assert.Contains("error " + Boards.Error(Status.NoModel), board.Lines(1));
        Assert.Equal("err " + Boards.Error(Status.NoModel), board.Ask("model"));
        Assert.Equal("err " + Boards.Error(Status.NoModel), board.Ask("label roll"));
        Assert.Equal("err " + Boards.Error(Status.NoModel), board.Ask("factory"));
        Assert.StartsWith("ok t=", board.Ask("status"));
    }

    [Fact]
    public void A_Damaged_Model_Is_Refused_With_Its_Own_Number()
    {
        byte[] damaged = [.. TestModel.Bytes];
        damaged[^8] ^= 1;
        using VirtualBoardHost board = Boards.Make(o => o.Model = damaged);
        Assert.Contains("error " + Boards.Error((int)TmlStatus.Crc), board.Lines(1));
        Assert.Equal("err " + Boards.Error((int)TmlStatus.Crc), board.Ask("learn"));
    }

    [Fact]
    public void A_Kernel_Build_That_Computes_Otherwise_Is_Noticed_Before_It_Is_Used()
    {
        // The same as a wrong kernel: a right one, and a vector that expects something else.
        byte[] model = [.. TestModel.Bytes];
        int vectors = Enumerable.Range(0, BitConverter.ToUInt16(model, 44))
            .Select(i => 64 + (12 * i)).Single(entry => BitConverter.ToUInt16(model, entry) == 9);
        int offset = BitConverter.ToInt32(model, vectors + 4);
        int length = BitConverter.ToInt32(model, vectors + 8);
        model[offset + length - 1] ^= 1;
        BitConverter.GetBytes(Crc32(model.AsSpan(16))).CopyTo(model, 12);
        using VirtualBoardHost board = Boards.Make(o => o.Model = model);
        Assert.Contains("error " + Boards.Error((int)TmlStatus.SelfTest), board.Lines(2));
        Assert.Equal("err " + Boards.Error((int)TmlStatus.SelfTest), board.Ask("selftest"));
        Assert.Equal(0, board.Application.Windows);
        using VirtualBoardHost sound = Boards.Make();
        sound.RunFor(1);
        Assert.Equal("ok vectors=3", sound.Ask("selftest"));
    }

    [Fact]
    public void An_Arena_That_Is_Too_Small_Is_Told()
    {
        using NativeEngine engine = new(TestModel.Bytes);
        using VirtualBoardHost board = Boards.Make(o => o.ArenaBytes = (int)engine.Info(TmlField.ArenaBytes) - 16);
        Assert.Contains("error " + Boards.Error((int)TmlStatus.ArenaSize), board.Lines(1));
    }

    [Fact]
    public void An_Arena_For_Inference_Only_Infers_And_Refuses_Labels()
    {
        using NativeEngine engine = new(TestModel.Bytes);
        using VirtualBoardHost board = Boards.Make(o =>
        {
            o.ArenaBytes = (int)engine.Info(TmlField.ArenaBytes);
            o.Motion = new Shakes((2, 0));
        });
        Assert.Single(board.Lines(4).Starting("event "));
        Assert.Equal("err " + Boards.Error((int)TmlStatus.ArenaSize), board.Ask("label roll"));
        Assert.Equal("err " + Boards.Error(Status.Unsupported), board.Ask("adapt now"));
    }

    [Fact]
    public void A_Range_That_The_Sensor_Lacks_Is_Refused()
    {
        byte[] model = TestModel.Make(TestModel.Default with
        {
            FrontEnd = (ImuFrontEnd)TestModel.Default.FrontEnd! with { FullScales = [3, 1000] },
        });
        using VirtualBoardHost board = Boards.Make(o => o.Model = model);
        Assert.Contains("error " + Boards.Error(Status.SensorRange), board.Lines(2));
        Assert.Equal(0, board.Ask("status").Field("windows"));
    }

    [Fact]
    public void A_Model_File_Replaces_The_Built_In_Model()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, TestModel.Bytes);
            using (VirtualBoardHost board = Boards.Make(o => (o.Model, o.ModelFile) = (null, path)))
            {
                Assert.StartsWith("model name=test-shake", board.Lines(0.1)[1]);
            }

            File.WriteAllBytes(path, TestModel.Bytes[..^4]);
            using (VirtualBoardHost board = Boards.Make(o => o.ModelFile = path))
            {
                Assert.Contains("error " + Boards.Error((int)TmlStatus.Truncated), board.Lines(0.1));
            }

            File.WriteAllBytes(path, TestModel.Bytes);
            using (VirtualBoardHost board = Boards.Make(o => (o.ModelFile, o.LoadBytes) = (path, 100)))
            {
                Assert.Contains("error " + Boards.Error((int)TmlStatus.ModelMemory), board.Lines(0.1));
            }

            File.WriteAllBytes(path, []);
            using (VirtualBoardHost board = Boards.Make(o => o.ModelFile = path))
            {
                Assert.Single(board.Lines(0.1).Starting("error "));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_Model_Without_Detector_And_Learning_Still_Makes_Events()
    {
        byte[] model = TestModel.Make(TestModel.Default with { Detector = null, Learning = null, FactoryShots = [], SelfTests = 1 });
        using VirtualBoardHost board = Boards.Make(o => (o.Model, o.Motion) = (model, new Shakes((2, 1))));
        Assert.Contains(board.Lines(4), l => l.StartsWith("event ", StringComparison.Ordinal) && l.EndsWith("label=pitch"));
        Assert.Equal("err " + Boards.Error(Status.Unsupported), board.Ask("label roll"));
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xEDB88320 : 0);
            }
        }

        return ~crc;
    }
}
