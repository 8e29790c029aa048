using System.Buffers.Binary;
using System.Text.RegularExpressions;
using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class CaptureTests
{
    private static readonly byte[] Layout = [14, 0, 2, 4, 8, 10, 12];

    [Fact]
    public void Between_On_And_Off_There_Are_Numbers_And_Nothing_Else()
    {
        using VirtualBoardHost board = Boards.Make(o =>
        {
            o.Motion = new Shakes((2, 0), (4, 1));
            o.SensorNoise = 10;
            o.Faults.Add(new I2cFault(I2cFaultKind.Unplugged, 5_000_000, 1_000_000));
        });
        board.RunFor(1);
        board.TakeLines();
        board.Send("capture on");
        board.RunFor(4);
        board.Send("status\nnonsense\ncapture on\n" + new string('x', 200));
        board.RunFor(6);
        board.Send("capture off");
        board.RunFor(2);
        string[] lines = board.TakeLines();
        int on = Array.IndexOf(lines, "ok capture=on rate_mhz=100000 accel_g=4 gyro_dps=1000");
        int off = Array.IndexOf(lines, "ok capture=off");
        Assert.InRange(on, 0, 20);
        string[] captured = lines[(on + 1)..off];
        Assert.All(captured, l => Assert.Matches(@"^-?\d+(\t-?\d+){5}$", l));
        Assert.InRange(captured.Length, 600, 1000);
        Assert.NotEmpty(lines[off..].Starting(">class:"));
        Assert.DoesNotContain(lines[off..], l => Regex.IsMatch(l, @"^-?\d"));
    }

    [Fact]
    public void Captured_Numbers_Are_The_Motion_In_The_Sensor_S_Units()
    {
        Shakes motion = new((1, 0), (1.5, 2));
        using VirtualBoardHost board = Boards.Make(o => o.Motion = motion);
        board.Send("capture on");
        string[] lines = board.Lines(4);
        string[] captured = lines.Where(l => l.Contains('\t')).ToArray();
        Assert.True(captured.Length > 300);

        // Two channels cannot be told apart while both are still, so every sample is compared with the motion at its time.
        for (int i = 0; i < captured.Length; i++)
        {
            byte[] record = ApplicationTests.RecordAt(motion, 0.2 + ((i + 1) * 0.01));
            int[] expected = Layout[1..].Select(o => (int)BinaryPrimitives.ReadInt16BigEndian(record.AsSpan(o))).ToArray();
            Assert.Equal(string.Join('\t', expected), captured[i]);
        }
    }

    [Fact]
    public void Capture_Needs_No_Model()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Model = null);
        board.Send("capture on");
        Assert.Contains("0\t0\t8192\t0\t0\t0", board.Lines(3));
    }

    [Fact]
    public void After_Capture_No_Window_Spans_The_Pause()
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(2);
        board.Send("capture on");
        board.RunFor(2);
        int windows = board.Application.Windows;
        board.Send("capture off");
        board.RunFor(0.35);
        Assert.Equal(windows, board.Application.Windows);
        board.RunFor(0.15);
        Assert.True(board.Application.Windows > windows);
    }

    [Fact]
    public void Text_Of_Records_Is_What_Every_Other_Program_Would_Write()
    {
        Random random = new(5);
        for (int run = 0; run < 200; run++)
        {
            int bytes = random.Next(2, 33);
            byte[] layout = [(byte)bytes, .. Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(bytes - 1))];
            byte[] records = new byte[bytes * random.Next(1, 20)];
            random.NextBytes(records);
            byte[] text = new byte[records.Length / bytes * (layout.Length - 1) * 7];
            int length = Tml.FormatRecords(records, layout, text);
            string expected = string.Concat(records.Chunk(bytes).Select(r =>
                string.Join('\t', layout[1..].Select(o => BinaryPrimitives.ReadInt16BigEndian(r.AsSpan(o)))) + "\n"));
            Assert.Equal(expected, System.Text.Encoding.ASCII.GetString(text, 0, length));
        }
    }

    [Fact]
    public void Extreme_Numbers_Are_Right()
    {
        byte[] text = new byte[5 * 7];
        int length = Tml.FormatRecords([0x7F, 0xFF, 0x80, 0x00, 0xFF, 0xFF, 0, 0, 0x7F, 0xFE], [10, 0, 2, 4, 6, 8], text);
        Assert.Equal("32767\t-32768\t-1\t0\t32766\n", System.Text.Encoding.ASCII.GetString(text, 0, length));
    }

    [Theory]
    [InlineData(new byte[] { 14 }, 14, 100)]
    [InlineData(new byte[] { 1, 0 }, 14, 100)]
    [InlineData(new byte[] { 14, 13 }, 14, 100)]
    [InlineData(new byte[] { 14, 0 }, 14, 6)]
    [InlineData(new byte[] { 14, 0, 2 }, 28, 27)]
    [InlineData(new byte[] { 14, 0, 2, 4, 6, 8, 10, 12, 0, 0 }, 14, 100)]
    public void What_Cannot_Be_Formatted_Is_Refused(byte[] layout, int bytes, int room)
    {
        Assert.Equal((int)TmlStatus.Argument, Tml.FormatRecords(new byte[bytes], layout, new byte[room]));
    }

    [Fact]
    public void Part_Of_A_Record_Is_Left_Out()
    {
        byte[] text = new byte[7];
        Assert.Equal(0, Tml.FormatRecords(new byte[13], [14, 0], text));
    }
}
