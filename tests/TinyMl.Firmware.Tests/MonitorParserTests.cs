using System.Text;
using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class MonitorParserTests
{
    [Theory]
    [InlineData(">score:211", "score", 211)]
    [InlineData(">score_a:b:-3", "score_a:b", -3)]
    [InlineData(">x:0.5", "x", 0.5)]
    public void Metrics_Have_Name_And_Value(string text, string name, double value)
    {
        ProtocolLine line = ProtocolParser.Parse(text);
        Assert.Equal((LineKind.Metric, name, value), (line.Kind, line.Name, line.Value));
    }

    [Theory]
    [InlineData("boot version=0.1.0 abi=544d0001", LineKind.Start)]
    [InlineData("model name=my wand id=0123456789abcdef", LineKind.Start)]
    [InlineData("event t=2320 class=0 score=225 label=roll", LineKind.Event)]
    [InlineData("end t=3120 class=0 label=two words", LineKind.Event)]
    [InlineData("adapt t=3520 n=1 shots=1 doubtful=0 steps=20 us=15", LineKind.Adaptation)]
    [InlineData("guard n=1 decision=confirmed user=7->9/10 factory=38->38/40", LineKind.Adaptation)]
    [InlineData("guard n=1 decision=confirmed user=7->9/10", LineKind.Bad)]
    [InlineData("learnt n=1 loss0=2.1234 loss1=0.1000 change=812 level=0", LineKind.Adaptation)]
    [InlineData("sensor t=200 state=ok status=0 kind=0x19 gaps=1 errors=0", LineKind.Sensor)]
    [InlineData("ok t=8000 windows=71 events=3 gaps=1 skipped=0 adapt=on", LineKind.Answer)]
    [InlineData("err -90 There is no such command: send 'help'.", LineKind.Answer)]
    [InlineData("error -80 The sensor does not answer: check its wiring, power and address.", LineKind.Error)]
    [InlineData("-12\t0\t8192\t0\t0\t-32768", LineKind.Capture)]
    [InlineData("17", LineKind.Capture)]
    [InlineData("ets Jun  8 2016 00:22:57", LineKind.Other)]
    [InlineData("1.2 GHz", LineKind.Other)]
    [InlineData(">score", LineKind.Bad)]
    [InlineData(">score:", LineKind.Bad)]
    [InlineData(">:5", LineKind.Bad)]
    [InlineData(">score:21>class:3", LineKind.Metric)]
    [InlineData(">score:2x", LineKind.Bad)]
    [InlineData("event t=2320 class=0", LineKind.Bad)]
    [InlineData("event t=2320 clas", LineKind.Bad)]
    [InlineData("error -80", LineKind.Bad)]
    [InlineData("error x y", LineKind.Bad)]
    [InlineData("-12\t0\t81x\t0", LineKind.Bad)]
    [InlineData("12\t", LineKind.Bad)]
    [InlineData("sens\u0000or", LineKind.Bad)]
    [InlineData("caf\u00c3\u00a9", LineKind.Bad)]
    public void Each_Line_Is_Of_Its_Kind(string text, LineKind kind)
    {
        ProtocolLine line = ProtocolParser.Parse(text);
        Assert.Equal(kind, line.Kind);
        Assert.Equal(text, line.Text);
    }

    [Fact]
    public void Fields_And_Errors_Are_Understood()
    {
        ProtocolLine line = ProtocolParser.Parse("event t=2320 class=0 score=225 label=two words=x");
        Assert.Equal("2320", line["t"]);
        Assert.Equal("two words=x", line["label"]);
        Assert.Null(line["none"]);
        ProtocolLine error = ProtocolParser.Parse("err -9 There is no window to label: draw a gesture first.");
        Assert.Equal((-9, "There is no window to label: draw a gesture first."), (error.Status, error.Sentence));
        Assert.Equal([-1, 2], ProtocolParser.Parse("-1\t2").Numbers);
    }

    [Fact]
    public void Whatever_A_Board_Prints_Is_Understood()
    {
        using VirtualBoardHost board = Boards.Make(o =>
        {
            o.Motion = new Shakes((2, 0), (4, 1));
            o.Faults.Add(new I2cFault(I2cFaultKind.Unplugged, 5_000_000, 500_000));
        });
        board.RunFor(4);
        board.Ask("label roll");
        board.Ask("metrics all");
        board.RunFor(8);
        ProtocolLine[] lines = board.TakeLines().Select(ProtocolParser.Parse).ToArray();
        Assert.All(lines, l => Assert.True(l.Kind is not (LineKind.Bad or LineKind.Other), l.Text));
        Assert.Subset(lines.Select(l => l.Kind).ToHashSet(), new HashSet<LineKind> { LineKind.Metric, LineKind.Event, LineKind.Adaptation, LineKind.Sensor, LineKind.Start, LineKind.Error });
    }

    [Fact]
    public void Noise_Is_Counted_And_Every_Whole_Line_Survives_It()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            MemoryStream bytes = new();
            List<string> sent = [];
            for (int i = 0; i < 50; i++)
            {
                byte[] noise = new byte[random.Next(1500)];
                random.NextBytes(noise);
                if (random.Next(3) == 0)
                {
                    bytes.Write(noise);
                    bytes.WriteByte((byte)'\n');
                }

                sent.Add($">value:{seed * 1000 + i}");
                bytes.Write(Encoding.ASCII.GetBytes(sent[^1] + (random.Next(2) == 0 ? "\r\n" : "\n")));
            }

            LineAssembler assembler = new();
            List<ProtocolLine> lines = [];
            byte[] all = bytes.ToArray();
            for (int at = 0; at < all.Length;)
            {
                int count = Math.Min(all.Length - at, random.Next(1, 700));
                lines.AddRange(assembler.Add(all.AsSpan(at, count)));
                at += count;
            }

            Assert.Empty(assembler.End());
            Assert.Equal(sent, lines.Where(l => l.Kind == LineKind.Metric && l.Name == "value").Select(l => l.Text));

            // Nothing is lost: what is not understood is kept as it came, but for line ends.
            Assert.Equal(
                all.Count(b => b is not ((byte)'\n' or (byte)'\r')),
                lines.Sum(l => l.Text.Count(c => c is not ('\n' or '\r'))));
        }
    }

    [Fact]
    public void The_End_Of_A_Stream_Cuts_A_Line()
    {
        LineAssembler assembler = new();
        Assert.Empty(assembler.Add(">score:2"u8));
        Assert.Equal(LineKind.Bad, Assert.Single(assembler.End()).Kind);
        Assert.Empty(assembler.End());
    }
}
