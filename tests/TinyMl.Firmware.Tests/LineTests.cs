using System.Globalization;
using System.Text;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class LineTests
{
    [Fact]
    public void Numbers_Read_As_Everywhere()
    {
        Recorder link = new();
        Line line = new(link);
        long[] values = [0, 1, -1, 9, 10, -10, 65535, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue];
        foreach (long value in values)
        {
            line.Start([]).Number(value).Send();
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture) + "\n", link.Take());
        }
    }

    [Fact]
    public void Fixed_Point_Is_Rounded_To_Four_Decimals()
    {
        Recorder link = new();
        Line line = new(link);
        Random random = new(3);
        for (int i = 0; i < 1000; i++)
        {
            int value = i < 20 ? i - 10 : random.Next(int.MinValue, int.MaxValue);
            line.Start([]).Fixed(value).Send();
            decimal exact = Math.Round(value / 65536m, 4, MidpointRounding.AwayFromZero);
            string text = exact.ToString("0.0000", CultureInfo.InvariantCulture);
            Assert.Equal((exact == 0 ? "0.0000" : text) + "\n", link.Take());
        }
    }

    [Theory]
    [InlineData(0, 2, "00")]
    [InlineData(0x19, 2, "19")]
    [InlineData(-1, 8, "ffffffff")]
    [InlineData(0x544D0001, 8, "544d0001")]
    public void Hexadecimal_Keeps_Leading_Zeros(int value, int digits, string expected)
    {
        Recorder link = new();
        new Line(link).Start([]).Hex(value, digits).Send();
        Assert.Equal(expected + "\n", link.Take());
    }

    [Fact]
    public void What_Does_Not_Fit_Is_Cut_At_80_Characters()
    {
        Recorder link = new();
        Line line = new(link);
        line.Start(Line.Word(new string('a', 75))).Number(1234567).Text(Line.Word("more")).Hex(1, 8).Fixed(-1).Send();
        Assert.Equal(new string('a', 75) + "12345\n", link.Take());
    }

    private sealed class Recorder : ILink
    {
        private readonly StringBuilder _text = new();

        public int Read(byte[] buffer) => 0;

        public void Write(byte[] buffer, int offset, int count) => _text.Append(Encoding.ASCII.GetString(buffer, offset, count));

        public string Take()
        {
            string text = _text.ToString();
            _text.Clear();
            return text;
        }
    }
}
