using TinyMl.Engine;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class ApplicationTests
{
    [Theory]
    [InlineData(MpuKind.Mpu6050)]
    [InlineData(MpuKind.Mpu6500)]
    [InlineData(MpuKind.Mpu6886)]
    public void Shakes_Become_Events_Of_Their_Class(MpuKind sensor)
    {
        using VirtualBoardHost board = Boards.Make(o =>
        {
            o.Sensor = sensor;
            o.Motion = new Shakes((2, 0), (4, 1), (6, 2));
            o.SensorNoise = 2;
        });
        string[] lines = board.Lines(8);
        string[] events = lines.Starting("event ");
        Assert.Equal(["roll", "pitch", "yaw"], events.Select(e => e.Split("label=")[1]));
        Assert.All(events.Zip([2000, 4000, 6000]), e => Assert.InRange(e.First.Field("t"), e.Second, e.Second + 600));
        Assert.Equal(["roll", "pitch", "yaw"], lines.Starting("end ").Select(e => e.Split("label=")[1]));
        Assert.Contains($"kind=0x{(int)sensor:x2}", Assert.Single(lines.Starting("sensor ")));
    }

    [Fact]
    public void Events_Are_Those_Of_The_Engine_On_The_Same_Samples()
    {
        Shakes motion = new((1.5, 1), (3, 0), (3.9, 2));
        using VirtualBoardHost board = Boards.Make(o => o.Motion = motion);
        string[] lines = board.Lines(6);
        double start = Assert.Single(lines.Starting("sensor ")).Field("t") / 1000.0;
        int[] scores = [.. lines.Starting(">score:").Select(l => int.Parse(l[7..]))];

        // The same records, straight into an engine and the detector's rule, without driver, FIFO or loop.
        using NativeEngine engine = new(TestModel.Bytes);
        Queue<byte[]> recent = new();
        List<int> expected = [];
        long first = board.Sensor.Samples;
        for (int i = 0; i < first; i++)
        {
            engine.Feed(RecordAt(motion, start + ((i + 1) * 0.01)));
            if (engine.Window())
            {
                engine.Run();
                recent.Enqueue(Array.ConvertAll(engine.Output().ToArray(), s => (byte)(s + 128)));
                while (recent.Count > TestModel.Detector.Smoothing)
                {
                    recent.Dequeue();
                }

                expected.Add(Enumerable.Range(0, 4).Max(c => recent.Sum(w => w[c])) / TestModel.Detector.Smoothing);
            }
        }

        Assert.InRange(expected.Count - scores.Length, 0, 1);
        Assert.Equal(expected.Take(scores.Length), scores);
    }

    [Fact]
    public void Two_Runs_Print_The_Same_Bytes()
    {
        string[] Run()
        {
            using VirtualBoardHost board = Boards.Make(o =>
            {
                o.Motion = new Shakes((2, 0), (4, 1));
                o.SensorNoise = 3;
                o.Seed = 7;
                o.Faults.Add(new I2cFault(I2cFaultKind.NotAcknowledged, 3_000_000, 200_000));
            });
            board.RunFor(3.5);
            board.Send("label roll");
            board.RunFor(2);
            return board.TakeLines();
        }

        Assert.Equal(Run(), Run());
    }

    [Fact]
    public void Two_Boards_Do_Not_Disturb_Each_Other()
    {
        using VirtualBoardHost one = Boards.Make(o => o.Motion = new Shakes((1, 0)));
        using VirtualBoardHost two = Boards.Make(o => o.Motion = new Shakes((1, 2)));
        for (int i = 0; i < 100; i++)
        {
            one.RunFor(0.03);
            two.RunFor(0.03);
        }

        Assert.EndsWith("label=roll", Assert.Single(one.TakeLines().Starting("event ")));
        Assert.EndsWith("label=yaw", Assert.Single(two.TakeLines().Starting("event ")));
    }

    [Fact]
    public void A_Slow_Processor_Skips_Windows_But_Loses_No_Samples()
    {
        // 744 multiply-accumulates take 250 ms, and a window is due every 100 ms.
        using VirtualBoardHost board = Boards.Make(o =>
        {
            o.MacsPerMicrosecond = 744 / 250_000.0;
            o.Sensor = MpuKind.Mpu6500;
        });
        board.RunFor(10);
        Assert.Equal(1, board.Ask("status").Field("gaps"));
        Assert.True(board.Ask("status").Field("skipped") > 20);
        Assert.InRange(board.Ask("status").Field("windows"), 20, 45);
        Assert.Equal(0, board.Ask("bus").Field("overflow"));
    }

    [Fact]
    public void A_Rest_Below_A_Millisecond_Lets_Time_Go_On()
    {
        // Work that ends between two milliseconds: the board must sleep, not ask again and again.
        using VirtualBoardHost board = Boards.Make(o => o.MacsPerMicrosecond = 16.7);
        int steps = 0;
        while (board.Time < TimeSpan.FromSeconds(3) && steps < 10_000)
        {
            board.Step();
            steps++;
        }

        Assert.InRange(steps, 10, 1_000);
    }

    [Fact]
    public void Commands_Are_Answered_Within_A_Slice()
    {
        using VirtualBoardHost board = Boards.Make(o => o.MacsPerMicrosecond = 744 / 250_000.0);
        board.RunFor(3);
        TimeSpan before = board.Time;
        Assert.StartsWith("ok", board.Ask("status"));
        Assert.InRange((board.Time - before).TotalMilliseconds, 0, 400);
    }

    [Fact]
    public void The_Steady_State_Allocates_Nothing()
    {
        using VirtualBoardHost board = Boards.Make(o =>
        {
            o.Serial = new Sink();
            o.Motion = new Steady();
            o.Faults.Add(new I2cFault(I2cFaultKind.NotAcknowledged, 10_000_000, 300_000));
        });
        board.RunFor(20);
        board.Application.ScoreMetrics = true;
        board.RunFor(1);
        int windows = board.Application.Windows;
        int events = board.Application.Events;
        int adaptations = board.Application.Personalizer.Adaptations.Count;
        for (int shot = 0; shot < 3; shot++)
        {
            board.Application.Personalizer.Label(shot, 0);
            board.RunFor(1);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        board.Application.Personalizer.Adapt();
        board.RunFor(25);
        board.Application.Personalizer.Adaptations.Tell();
        board.RunFor(25);
        long after = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(0, after - before);
        Assert.True(board.Application.Windows > windows + 400);
        Assert.True(board.Application.Events > events + 5);
        Assert.Equal(adaptations + 4, board.Application.Personalizer.Adaptations.Count);
    }

    [Fact]
    public void In_Real_Time_The_Board_Waits()
    {
        using VirtualBoardHost board = Boards.Make(o => o.RealTime = true);
        long start = Environment.TickCount64;
        string[] lines = board.Lines(0.7);
        Assert.InRange(Environment.TickCount64 - start, 690, 5000);
        Assert.Single(lines.Starting("sensor "));
    }

    /// <summary>The 14 bytes that a sensor at 4 g and 1000 degrees per second makes of a motion.</summary>
    internal static byte[] RecordAt(IMotionSource source, double seconds)
    {
        Motion motion = source.At(seconds);
        double[] values =
        [
            motion.Ax / 9.80665 * 8192, motion.Ay / 9.80665 * 8192, motion.Az / 9.80665 * 8192, 0,
            motion.Gx * 180 / Math.PI * 32.768, motion.Gy * 180 / Math.PI * 32.768, motion.Gz * 180 / Math.PI * 32.768,
        ];
        return values.SelectMany(v =>
        {
            short raw = (short)Math.Clamp(Math.Round(v, MidpointRounding.AwayFromZero), short.MinValue, short.MaxValue);
            return new[] { (byte)(raw >> 8), (byte)raw };
        }).ToArray();
    }

    /// <summary>Shaken for half of the time, without allocating.</summary>
    private sealed class Steady : IMotionSource
    {
        public double Duration => double.PositiveInfinity;

        public Motion At(double seconds) => new(0, 0, Motion.Gravity, seconds % 4 < 1 ? 4 * Math.Sin(30 * seconds) : 0, 0, 0);
    }

    internal sealed class Sink : ISerialTransport
    {
        public string Name => "sink";

        public int Available => 0;

        public int Read(byte[] buffer, int offset, int count) => 0;

        public bool Write(byte[] buffer, int offset, int count, int timeout) => true;

        public void Dispose()
        {
        }
    }
}
