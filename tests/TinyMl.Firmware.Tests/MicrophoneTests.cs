using System.Buffers.Binary;
using System.Device.I2s;
using TinyMl.App;
using TinyMl.Compiler.Models;
using TinyMl.Tests.Shared;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>The driver of a microphone on I2S, and the application with one, against every fault between microphone and engine.</summary>
public class MicrophoneTests
{
    private const long Second = 1_000_000;

    private static readonly byte[] Keywords = File.ReadAllBytes(
        Path.Combine(SharedData.Repository, "models", "keyword-digits", "keyword-digits.tml"));

    public static TheoryData<I2sFaultKind, int> Faults => new()
    {
        { I2sFaultKind.Stuck, Status.SensorStuck },
        { I2sFaultKind.Unplugged, Status.SensorStuck },
        { I2sFaultKind.ReadFails, Status.SensorBus },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_Lasting_Fault_Is_Told_And_Recovered_From(I2sFaultKind kind, int status)
    {
        using VirtualBoardHost board = Make(o => o.SoundFaults.Add(new I2sFault(kind, 3 * Second, 4 * Second)));
        board.RunFor(3);
        Assert.Equal(Status.Ok, board.Application.Source.State);
        string[] during = board.Lines(4);
        string fault = during.Starting("sensor ").First(l => l.Contains("state=fault"));
        Assert.Equal(status, fault.Field("status"));
        Assert.Contains("error " + Boards.Error(status), during);
        string[] after = board.Lines(6);
        Assert.Contains("state=ok status=0", after.Starting("sensor ")[^1]);
        Assert.NotEmpty(after.Starting(">class:"));
        Assert.Equal(2, board.Ask("sensor").Field("setups"));
    }

    /// <summary>From the start on there is nothing to be heard, or nothing to hear it with.</summary>
    [Theory]
    [InlineData(MicrophoneKind.I2s, false, null, Status.SensorAbsent)]
    [InlineData(MicrophoneKind.Pdm, false, null, Status.SensorAbsent)]
    [InlineData(MicrophoneKind.I2s, true, I2sFaultKind.OpenFails, Status.SensorAbsent)]
    public void A_Microphone_That_Is_Absent_Is_Told_And_Waited_For(
        MicrophoneKind kind, bool connected, I2sFaultKind? fault, int status)
    {
        using VirtualBoardHost board = Make(o =>
        {
            o.Microphone = kind;
            o.MicrophoneConnected = connected;
            if (fault is { } f)
            {
                o.SoundFaults.Add(new I2sFault(f, 0, 5 * Second));
            }
        });
        string[] lines = board.Lines(5);
        Assert.Contains("error " + Boards.Error(status), lines);
        Assert.Equal(status, board.Application.Source.State);
        Assert.Empty(lines.Starting(">class:"));
        board.I2s.Microphone ??= new SimulatedMicrophone(kind, null, 1.5, 1);
        board.RunFor(6);
        Assert.Equal(Status.Ok, board.Application.Source.State);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    [InlineData(1.1)]
    [InlineData(2.0)]
    public void A_Wrong_Rate_Is_Told_At_The_Start_And_While_It_Runs(double factor)
    {
        using VirtualBoardHost early = Make(o => o.SoundFaults.Add(new I2sFault(I2sFaultKind.WrongRate, 0, 5 * Second, factor)));
        Assert.Contains("error " + Boards.Error(Status.SensorRate), early.Lines(4));
        Assert.Equal(0, early.Application.Windows);
        early.RunFor(7);
        Assert.Equal(Status.Ok, early.Application.Source.State);
        Assert.True(early.Application.Windows > 10);

        using VirtualBoardHost late = Make(o => o.SoundFaults.Add(new I2sFault(I2sFaultKind.WrongRate, 5 * Second, 20 * Second, factor)));
        late.RunFor(5);
        Assert.Equal(Status.Ok, late.Application.Source.State);
        Assert.Contains("error " + Boards.Error(Status.SensorRate), late.Lines(10));
        late.RunFor(20);
        Assert.Equal(Status.Ok, late.Application.Source.State);
    }

    /// <summary>No two quartzes are alike: 500 millionths are ten times what microphones and boards have.</summary>
    [Theory]
    [InlineData(0.9995)]
    [InlineData(1.0005)]
    public void A_Clock_That_Differs_A_Little_Loses_Nothing(double factor)
    {
        using VirtualBoardHost board = Make(o =>
        {
            o.SoundFaults.Add(new I2sFault(I2sFaultKind.WrongRate, 0, long.MaxValue, factor));
            o.MacsPerMicrosecond = 70;
        });
        board.RunFor(120);
        Assert.Equal(1, board.Application.Source.Health.Gaps);
        Assert.Equal(0, board.Application.Source.Health.Lost);
        Assert.Equal(0, board.I2s.LostFrames);
        Assert.Equal(1, board.I2s.Starts);
    }

    /// <summary>While slices of inferences and adaptations run, the DMA buffers fill: each hop makes its window.</summary>
    [Theory]
    [InlineData(MicrophoneKind.I2s)]
    [InlineData(MicrophoneKind.Pdm)]
    public void No_Hop_Is_Lost_While_Slices_Run(MicrophoneKind kind)
    {
        using VirtualBoardHost board = Make(o =>
        {
            o.Microphone = kind;
            o.MacsPerMicrosecond = 20;
        });
        board.RunFor(3);
        int windows = board.Application.Windows;
        for (int shot = 0; shot < 20; shot++)
        {
            Assert.StartsWith("ok class=", board.Ask($"label {shot % 10}"));
            board.RunFor(1);
        }

        // A hop is 100 ms.
        double hops = (board.Time.TotalSeconds - 3) / 0.1;
        Assert.InRange(board.Application.Windows - windows, hops - 2, hops + 2);
        Assert.Equal(0, board.Application.Skipped);
        Assert.Equal(0, board.Application.Source.Health.Lost);
        Assert.Equal(0, board.I2s.LostFrames);
        Assert.Equal(1, board.Application.Source.Health.Gaps);
    }

    /// <summary>A processor that is too slow leaves windows out, and counts them; it loses no samples.</summary>
    [Fact]
    public void A_Slow_Processor_Skips_Windows_And_Loses_No_Samples()
    {
        using VirtualBoardHost board = Make(o => o.MacsPerMicrosecond = 5);
        board.RunFor(20);
        Assert.InRange(board.Application.Windows, 35, 60);
        Assert.True(board.Application.Skipped > 50);
        Assert.Equal(0, board.Application.Source.Health.Lost);
        Assert.Equal(1, board.Application.Source.Health.Gaps);
    }

    [Fact]
    public void What_Overflows_Is_Counted_To_The_Sample_And_Told()
    {
        using VirtualBoardHost board = Make();
        board.RunFor(3);
        for (int i = 1; i <= 3; i++)
        {
            board.Clock.Wait(1000);
            board.TakeLines();
            string[] lines = board.Lines(3);
            Assert.Contains("error " + Boards.Error(Status.SensorOverflow), lines);
            Assert.Equal(board.I2s.LostFrames, board.Ask("bus").Field("lost"));
            Assert.Equal(i, board.Ask("bus").Field("overflow"));
            Assert.Contains($">lost:{board.I2s.LostFrames}", lines);
            Assert.Equal(board.I2s.LostFrames, lines.Starting("sensor ")[^1].Field("lost"));
            Assert.Equal(i + 1, board.Ask("status").Field("gaps"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Dropped_Buffers_Are_Counted_And_No_Window_Spans_Them(int buffers)
    {
        using VirtualBoardHost board = Make();
        board.RunFor(5);
        int windows = board.Application.Windows;
        board.I2s.Faults.Add(new I2sFault(I2sFaultKind.DroppedBuffers, board.Clock.Microseconds, buffers * 32_000L));
        board.RunFor(1.05);
        Assert.Equal(buffers * SimulatedI2s.BufferFrames, board.I2s.LostFrames);
        Assert.Equal(board.I2s.LostFrames, board.Application.Source.Health.Lost);
        Assert.Equal(2, board.Application.Source.Health.Gaps);

        // 0.99 s must pass behind the gap.
        Assert.InRange(board.Application.Windows - windows, 0, 2);
        board.RunFor(2);
        Assert.InRange(board.Application.Windows - windows, 18, 22);
    }

    /// <summary>Every sample comes once, in order, but where the driver told of a gap.</summary>
    [Theory]
    [InlineData(I2sFaultKind.DroppedBuffers, 100)]
    [InlineData(I2sFaultKind.ReadFails, 500)]
    [InlineData(I2sFaultKind.Stuck, 2000)]
    [InlineData(null, 0)]
    public void Samples_Between_Gaps_Are_Whole_And_In_Order(I2sFaultKind? kind, int milliseconds)
    {
        BoardClock clock = new(false);
        using EngineMemory engine = new(Keywords, 32768, 0);
        VirtualHardware hardware = new(clock, new MemoryTransport(), engine);
        VirtualHardware.Current = hardware;
        Board.AssignPins();
        hardware.I2s.Microphone = new SimulatedMicrophone(MicrophoneKind.I2s, new Counting(), 0, 1);
        if (kind is { } fault)
        {
            hardware.I2s.Faults.Add(new I2sFault(fault, 4 * Second, milliseconds * 1000L));
        }

        I2sMicrophone driver = new(new I2sConnectionSettings(1) { Mode = I2sMode.Master }, PcmFormat.Left);
        Model model = new(0);
        Assert.Equal(Status.Ok, model.Opened(TinyMl.Interop.Native.OpenBuiltIn()));
        Assert.Equal(Status.Ok, driver.Configure(model));
        byte[] records = new byte[driver.BurstRecords * driver.RecordBytes];
        Random random = new(1);
        int last = 0;
        int received = 0;
        int skipped = 0;
        bool gap = false;
        while (clock.Microseconds < 15 * Second)
        {
            int count = driver.Poll(clock.Microseconds, records);
            gap |= driver.TakeGap();
            for (int i = 0; i < count; i += 2)
            {
                int number = BinaryPrimitives.ReadInt16LittleEndian(records.AsSpan(i));
                int distance = (number - last) & 0xFFFF;
                Assert.True(gap || distance == 1 || kind == I2sFaultKind.Stuck, $"{number} follows {last} without a gap.");
                skipped += gap && received > 0 ? distance - 1 : 0;
                last = number;
                gap = false;
                received++;
            }

            // Now and then something takes long, as a slice does.
            clock.Wait(random.Next(20) == 0 ? 100 : random.Next(1, 12));
        }

        Assert.Equal(Status.Ok, driver.State);
        Assert.Equal(received, driver.Health.Records);
        if (kind is null)
        {
            Assert.InRange(received, 8000 * 14.4, 8000 * 15);
        }
        else if (kind == I2sFaultKind.DroppedBuffers)
        {
            Assert.Equal(skipped, driver.Health.Lost);
        }
    }

    [Fact]
    public void A_Board_Without_A_Microphone_Refuses_A_Model_Of_Sound()
    {
        using VirtualBoardHost board = Make(o => o.Microphone = MicrophoneKind.None);
        Assert.Contains("error " + Boards.Error(Status.SensorMissing), board.Lines(1));
        Assert.Equal("err " + Boards.Error(Status.SensorMissing), board.Ask("model"));
        Assert.Equal(0, board.Application.Windows);
        using VirtualBoardHost motion = Boards.Make(o => o.Microphone = MicrophoneKind.None);
        motion.RunFor(2);
        Assert.True(motion.Application.Windows > 10);
    }

    [Fact]
    public void Sound_Is_Not_Captured()
    {
        using VirtualBoardHost board = Make();
        board.RunFor(1);
        Assert.Equal("err " + Boards.Error(Status.CaptureSound), board.Ask("capture on"));
        Assert.False(board.Application.IsCapturing);
    }

    [Fact]
    public void What_Is_Printed_Is_Documented()
    {
        using VirtualBoardHost board = Make(o =>
        {
            o.SoundFaults.Add(new I2sFault(I2sFaultKind.DroppedBuffers, 3 * Second, Second / 10));
            o.SoundFaults.Add(new I2sFault(I2sFaultKind.Stuck, 5 * Second, 3 * Second));
        });
        string[] lines = board.Lines(12);
        Assert.All(lines, line => Assert.True(Repository.Grammar().Any(rule => rule.IsMatch(line)), line));
        Assert.Contains(lines, line => line.Contains(" lost="));
    }

    [Fact]
    public void The_Steady_State_Allocates_Nothing()
    {
        using VirtualBoardHost board = Make(o => o.Serial = new ApplicationTests.Sink());
        board.RunFor(20);
        long before = GC.GetAllocatedBytesForCurrentThread();
        board.RunFor(20);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(board.Application.Windows > 380);
    }

    private static VirtualBoardHost Make(Action<VirtualBoardOptions>? change = null) => Boards.Make(o =>
    {
        o.Model = Keywords;
        change?.Invoke(o);
    });

    /// <summary>A pressure that is one greater at each sample.</summary>
    private sealed class Counting : ISoundSource
    {
        private short _number;

        public double Duration => double.PositiveInfinity;

        public double At(double seconds) => _number++;
    }
}
