using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public sealed class MonitorSessionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Metrics_Go_To_Csv_And_Everything_To_Json_Lines()
    {
        string text = "boot version=0.1.0 abi=544d0001\n>score:211\nevent t=5 class=0 score=225 label=007\n"
            + ">a,\"b:1.5\nerr -9 There is no window to label: draw a gesture first.\n\u00ff\n1\t-2\n>cut";
        Record(text);
        string[] csv = File.ReadAllLines(At("m.csv"));
        Assert.Equal("time,name,value", csv[0]);
        Assert.Equal([",score,211", ",\"a,\"\"b\",1.5"], csv[1..].Select(l => l[24..]));
        Assert.All(csv[1..], l => Assert.InRange(DateTimeOffset.Parse(l[..24]), DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1)));
        JsonElement[] json = Json();
        Assert.Equal(["start", "metric", "event", "metric", "answer", "bad", "capture", "bad"], json.Select(j => j.GetProperty("kind").GetString()));
        Assert.Equal(text.Split('\n'), json.Select(j => j.GetProperty("line").GetString()));
        Assert.Equal(225, json[2].GetProperty("fields").GetProperty("score").GetDouble());
        Assert.Equal("007", json[2].GetProperty("fields").GetProperty("label").GetString());
        Assert.Equal(-9, json[4].GetProperty("status").GetInt32());
        Assert.Equal([1, -2], json[6].GetProperty("numbers").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal("1\t-2\n", File.ReadAllText(At("c.txt")));
    }

    /// <summary>What a board tells again for "decisions" is no new row; after a restart the same numbers are.</summary>
    [Fact]
    public void Adaptations_Go_To_Csv_Once_Each()
    {
        const string Boot = "boot version=0.1.0 abi=544d0001\n";
        const string First = "adapt t=3520 n=1 shots=1 doubtful=0 steps=20 us=15\nguard n=1 decision=untested user=0->0/0 factory=0->0/0\n";
        const string Second = "adapt t=9000 n=2 shots=10 doubtful=1 steps=400 us=91203\n"
            + "guard n=2 decision=confirmed user=7->9/10 factory=38->38/40\nlearnt n=2 loss0=2.1234 loss1=0.1000 change=812 level=1\n";
        const string Torn = "adapt t=9500 n=3 shots=10 doubtful=1 ste\nguard n=3 decision=worse user=7->6/10 factory=38->38/40\n";
        Record(Boot + First + Second + Torn + "ok decisions=2\n" + First + Second + Boot + First);
        string[] rows = File.ReadAllLines(At("a.csv"));
        Assert.Equal(
            "time,t_ms,n,decision,shots,doubtful,user_before,user_after,user_tested,factory_before,factory_after,factory_tested,steps,us",
            rows[0]);
        Assert.Equal(
            [",3520,1,untested,1,0,0,0,0,0,0,0,20,15", ",9000,2,confirmed,10,1,7,9,10,38,38,40,400,91203", ",3520,1,untested,1,0,0,0,0,0,0,0,20,15"],
            rows[1..].Select(row => row[24..]));
        JsonElement user = Json()[4].GetProperty("fields").GetProperty("user");
        Assert.Equal((7, 9, 10), (user.GetProperty("before").GetInt32(), user.GetProperty("after").GetInt32(), user.GetProperty("tested").GetInt32()));
    }

    [Fact]
    public void Files_Grow_And_A_Line_That_Was_Cut_Spoils_No_Other()
    {
        Record(">a:1\n");
        File.AppendAllText(At("m.csv"), "2026-01-01T00:00:0");
        File.AppendAllText(At("m.json"), "{\"time\":");
        Record(">a:2\n");
        string[] csv = File.ReadAllLines(At("m.csv"));
        Assert.Equal(4, csv.Length);
        Assert.EndsWith(",a,1", csv[1]);
        Assert.EndsWith(",a,2", csv[3]);
        string[] json = File.ReadAllLines(At("m.json"));
        Assert.Equal(2, JsonDocument.Parse(json[2]).RootElement.GetProperty("value").GetDouble());
    }

    [Fact]
    public void Every_Line_Is_On_Disk_At_Once()
    {
        using TcpBoard board = new();
        using Running running = Start(board.Address);
        board.Send(">a:1\n");
        Wait(() => Read(At("m.csv")).EndsWith(",a,1\n", StringComparison.Ordinal));
        Wait(() => Read(At("m.json")).EndsWith("}\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_Board_That_Goes_And_Comes_Back_Is_Found_Again()
    {
        int port;
        Running running;
        using (TcpBoard first = new())
        {
            port = first.Port;
            running = Start(first.Address);
            first.Send(">a:1\n>cu");
            Wait(() => running.View.Lines == 1);
        }

        using (running)
        {
            Wait(() => !running.View.IsConnected);
            Assert.NotEqual(string.Empty, running.View.Problem);
            using TcpBoard second = new(port);
            second.Send(">a:2\n");
            Wait(() => running.View.Lines == 3);
            MonitorSnapshot view = running.View;
            Assert.True(view.IsConnected);
            Assert.True(view.Reconnections >= 1);
            Assert.Equal(1, view.BadLines);
            Assert.Equal([1.0, 2.0], Assert.Single(view.Metrics).Values);
        }
    }

    [Fact]
    public void A_Pseudo_Terminal_Is_A_Serial_Port()
    {
        using PseudoTerminal port = new();
        using BoardThread board = new(port);
        using (Running running = Start(port.Name))
        {
            Wait(() => running.View.About.ContainsKey("sensor") || running.View.Metrics.Count > 2);
            Assert.True(running.Session.Send("class 1"));
            Wait(() => running.View.Recent.Any(l => l.Text == "ok class=1 of=4 label=pitch"));
            Assert.True(running.Session.Send("nonsense"));
            Wait(() => running.View.Recent.Any(l => l.Status == Status.Command));
            Wait(() => running.View.Metrics.Any(m => m.Name == "score" && m.Values.Count > 3));
            Assert.Equal(0, running.View.BadLines);
        }

        // The board goes on while nobody listens, and is there for the next one; what was printed meanwhile may be cut.
        Thread.Sleep(100);
        using Running again = Start(port.Name);
        Wait(() => again.View.Metrics.Any(m => m.Name == "class" && m.Values.Count > 1));
        Assert.InRange(again.View.BadLines, 0, 1);
    }

    [Fact]
    public void Tcp_Is_A_Serial_Port_Too()
    {
        using TcpTransport port = new(0);
        using BoardThread board = new(port);
        using (Running running = Start(port.Name))
        {
            Wait(() => running.View.Metrics.Count > 2);
            Assert.True(running.Session.Send("status"));
            Wait(() => running.View.Recent.Any(l => l.Text.StartsWith("ok t=", StringComparison.Ordinal)));
            Assert.Equal(0, running.View.BadLines);
        }

        using Running again = Start(port.Name);
        Wait(() => again.View.Metrics.Count > 2);
    }

    [Fact]
    public void A_Port_In_Use_Is_Refused_With_A_Way_Out()
    {
        using TcpTransport port = new(0);
        TransportException error = Assert.Throws<TransportException>(() => new TcpTransport(port.Port));
        Assert.Equal($"TCP port {port.Port} cannot be opened. Choose another one, or 0 for any free port.", error.Message);
        Assert.Throws<TransportException>(() => new TcpTransport(70000));
    }

    [Fact]
    public void Standard_Streams_Carry_Lines_Both_Ways()
    {
        MemoryStream output = new();
        using StreamTransport port = new(new MemoryStream("status\n"u8.ToArray()), output);
        using VirtualBoardHost board = Boards.Make(o => o.Serial = port);
        Wait(() => port.Available > 0);
        board.RunFor(1);
        Assert.Contains("\nok t=", Encoding.ASCII.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData("tcp:", "is no address")]
    [InlineData("tcp:host", "is no address")]
    [InlineData("tcp:host:99999", "is no address")]
    [InlineData("tcp::5", "is no address")]
    [InlineData("no-such-file", "does not exist")]
    public void A_Source_That_Cannot_Be_Is_Refused_With_One_Sentence(string name, string cause)
    {
        MonitorException error = Assert.Throws<MonitorException>(() => MonitorSource.Of(name));
        Assert.StartsWith(name, error.Message);
        Assert.Contains(cause, error.Message);
    }

    [Fact]
    public void A_Rate_That_Does_Not_Exist_Is_Refused()
    {
        MonitorException error = Assert.Throws<MonitorException>(() => MonitorSource.Of("/dev/ttyNone", 12345));
        Assert.Contains("12345 baud", error.Message);
        Assert.Contains("115200", error.Message);
    }

    [Fact]
    public void A_Port_That_Is_Not_There_Yet_Is_Waited_For()
    {
        using Running running = Start("/dev/ttyNone");
        Wait(() => running.View.Problem == "/dev/ttyNone is not there. Connect the board or name its port.");
        Assert.False(running.Session.Send("status"));
    }

    [Fact]
    public void A_Log_That_Cannot_Be_Written_Is_Told()
    {
        MonitorException error = Assert.Throws<MonitorException>(() => new MonitorLog(Options(MonitorSource.Of("-")) with { Csv = "/nowhere/m.csv" }));
        Assert.Equal("/nowhere/m.csv cannot be written. Choose another file or close the program that uses it.", error.Message);
    }

    [Fact]
    public void The_View_Keeps_The_Newest()
    {
        MonitorView view = new("test");
        for (int i = 0; i < 1000; i++)
        {
            view.Add(ProtocolParser.Parse($">a:{i}"));
            view.Add(ProtocolParser.Parse($"adapt t={i} n={i} shots=1 doubtful=0 steps=1 us=1"));
            view.Add(ProtocolParser.Parse($"guard n={i} decision=no_gain user=1->1/2 factory=3->4/5"));
            view.Add(ProtocolParser.Parse($"event t={i} class=0 score=225 label=roll"));
        }

        MonitorSnapshot snapshot = view.Snapshot();
        MetricHistory metric = Assert.Single(snapshot.Metrics);
        Assert.Equal(999, metric.Last);
        Assert.Equal(Enumerable.Range(880, 120).Select(i => (double)i), metric.Values);
        Assert.Equal("event t=999 class=0 score=225 label=roll", snapshot.Recent[^1].Text);
        Assert.Equal(50, snapshot.Recent.Count);
        Assert.Equal(4000, snapshot.Lines);
        Assert.Equal(Enumerable.Range(992, 8), snapshot.Adaptations.Select(a => a.Number));
        Assert.Equal((new Tested(1, 1, 2), new Tested(3, 4, 5)), (snapshot.Adaptations[^1].User, snapshot.Adaptations[^1].Factory));
        Assert.Equal("▁▃▅█", new MetricHistory("a", [100, 0, 1, 2, 3]).Sparkline(4));
        Assert.Equal("▁▁", new MetricHistory("a", [7, 7]).Sparkline(4));
    }

    private static void Wait(Func<bool> condition)
    {
        DateTime end = DateTime.UtcNow + Patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, "It did not happen in time.");
            Thread.Sleep(5);
        }
    }

    private static string Read(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private string At(string name) => Path.Combine(_folder, name);

    private MonitorOptions Options(MonitorSource source) => new()
    {
        Source = source,
        Csv = At("m.csv"),
        Adaptations = At("a.csv"),
        Json = At("m.json"),
        Capture = At("c.txt"),
        FirstBackOff = TimeSpan.FromMilliseconds(10),
        LongestBackOff = TimeSpan.FromMilliseconds(50),
    };

    private void Record(string text)
    {
        using MonitorSession session = new(Options(MonitorSource.Of("memory", new MemoryStream(Encoding.Latin1.GetBytes(text)))));
        session.Run();
    }

    private JsonElement[] Json() => File.ReadAllLines(At("m.json")).Select(l => JsonDocument.Parse(l).RootElement).ToArray();

    private Running Start(string source)
    {
        string name = Guid.NewGuid().ToString("N");
        bool first = !File.Exists(At("m.csv"));
        MonitorOptions options = Options(MonitorSource.Of(source));
        return new Running(first ? options : options with { Csv = At(name + ".csv"), Adaptations = null, Json = At(name + ".json"), Capture = null });
    }

    /// <summary>A monitor on a thread of its own.</summary>
    private sealed class Running : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _thread;

        public Running(MonitorOptions options)
        {
            Session = new MonitorSession(options);
            _thread = new Thread(() => Session.Run(_stop.Token));
            _thread.Start();
        }

        public MonitorSession Session { get; }

        public MonitorSnapshot View => Session.View.Snapshot();

        public void Dispose()
        {
            _stop.Cancel();
            Assert.True(_thread.Join(Patience), "The monitor does not stop.");
            Session.Dispose();
            _stop.Dispose();
        }
    }

    /// <summary>A board in real time on a thread of its own.</summary>
    private sealed class BoardThread : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Thread _thread;

        public BoardThread(ISerialTransport serial)
        {
            VirtualBoardHost board = Boards.Make(o => (o.Serial, o.RealTime) = (serial, true));
            _thread = new Thread(() => board.Run(_stop.Token));
            _thread.Start();
        }

        public void Dispose()
        {
            _stop.Cancel();
            Assert.True(_thread.Join(Patience), "The board does not stop.");
            _stop.Dispose();
        }
    }

    /// <summary>The far end of a TCP connection.</summary>
    private sealed class TcpBoard : IDisposable
    {
        private readonly TcpListener _listener;
        private Socket? _client;

        public TcpBoard(int port = 0)
        {
            _listener = new TcpListener(IPAddress.Loopback, port);
            _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        }

        public int Port { get; }

        public string Address => $"tcp:127.0.0.1:{Port}";

        public void Send(string text)
        {
            _client ??= _listener.AcceptSocket();
            _client.Send(Encoding.ASCII.GetBytes(text));
        }

        public void Dispose()
        {
            _client?.Dispose();
            _listener.Stop();
        }
    }
}
