using System.Text;

namespace TinyMl.Firmware.Tests;

public class CommandReaderTests
{
    private static readonly byte[] Label = Line.Word("label");

    [Theory]
    [InlineData("label up\n")]
    [InlineData("LABEL up\r\n")]
    [InlineData("\n\r\n  label   up  \n")]
    public void Lines_Are_Found_Whatever_Their_Ends_And_Spaces(string bytes)
    {
        CommandReader reader = new(new Bytes(bytes));
        Assert.Equal(Status.Ok, reader.Poll());
        Assert.True(reader.Is(0, Label));
        Assert.False(reader.Is(1, Label));
        Assert.True(reader.Has(1));
        Assert.False(reader.Has(2));
        Assert.Equal(Status.NotReady, reader.Poll());
    }

    [Theory]
    [InlineData("labels\n")]
    [InlineData("labe\n")]
    [InlineData("xlabel\n")]
    public void A_Word_Is_Not_A_Part_Of_One(string bytes)
    {
        CommandReader reader = new(new Bytes(bytes));
        Assert.Equal(Status.Ok, reader.Poll());
        Assert.False(reader.Is(0, Label));
    }

    [Fact]
    public void Eighty_Characters_Pass_And_One_More_Does_Not()
    {
        CommandReader reader = new(new Bytes(new string('a', 80) + "\n" + new string('a', 81) + "\nlabel\n"));
        Assert.Equal(Status.Ok, reader.Poll());
        Assert.Equal(Status.CommandLength, reader.Poll());
        Assert.Equal(Status.Ok, reader.Poll());
        Assert.True(reader.Is(0, Label));
    }

    [Fact]
    public void Noise_Costs_Its_Own_Line_Only()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            byte[] noise = new byte[new Random(seed).Next(1, 500)];
            new Random(seed).NextBytes(noise);
            CommandReader reader = new(new Bytes([.. noise, (byte)'\n', .. "label\n"u8]));
            bool found = false;
            for (int status = reader.Poll(); status != Status.NotReady; status = reader.Poll())
            {
                Assert.Contains(status, new[] { Status.Ok, Status.CommandBytes, Status.CommandLength });
                found = status == Status.Ok && reader.Is(0, Label);
            }

            Assert.True(found, $"seed {seed}");
        }
    }

    private sealed class Bytes(byte[] bytes) : ILink
    {
        private int _next;

        public Bytes(string text)
            : this(Encoding.Latin1.GetBytes(text))
        {
        }

        // In pieces of changing length, as a port gives them.
        public int Read(byte[] buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, 1 + (_next % 7)), bytes.Length - _next);
            Array.Copy(bytes, _next, buffer, 0, count);
            _next += count;
            return count;
        }

        public void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException();
    }
}
