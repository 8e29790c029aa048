using System.Buffers.Binary;
using TinyMl.App;
using TinyMl.Tests.Shared;
using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>The driver of a microphone at an ADC on I2C, and the application with one, against every fault of bus and converter.</summary>
public class AdcMicrophoneTests
{
    private const long Second = 1_000_000;

    private static readonly byte[] Keywords = File.ReadAllBytes(
        Path.Combine(SharedData.Repository, "models", "keyword-digits", "keyword-digits.tml"));

    [Theory]
    [MemberData(nameof(SensorTests.BusFaults), MemberType = typeof(SensorTests))]
    public void A_Lasting_Fault_Is_Counted_Told_And_Recovered_From(I2cFaultKind kind, string counter, int status)
    {
        using VirtualBoardHost board = Make(o => o.Faults.Add(new I2cFault(kind, 3 * Second, 2 * Second)));
        board.RunFor(3);
        string[] during = board.Lines(2);
        Assert.Contains("error " + Boards.Error(status), during);
        Assert.Contains(during.Starting("sensor "), line => line.Contains("state=fault") && line.Field("status") == status);
        string[] after = board.Lines(6);
        Assert.Contains("state=ok status=0", after.Starting("sensor ")[^1]);
        Assert.NotEmpty(after.Starting(">class:"));
        Assert.True(board.Ask("bus").Field(counter) >= 5);
        Assert.Equal(2, board.Ask("sensor").Field("setups"));
    }

    [Fact]
    public void An_Adc_That_Is_Absent_Is_Told()
    {
        using VirtualBoardHost board = Make(o => o.MicrophoneConnected = false);
        Assert.Contains("error " + Boards.Error(Status.SensorAbsent), board.Lines(2));
        Assert.Equal(0, board.Application.Windows);
    }

    [Fact]
    public void Another_Device_At_The_Address_Is_Told()
    {
        using VirtualBoardHost board = Make(o => o.MicrophoneConnected = false);
        SimulatedI2cMemory memory = new(32768, 64, 5);
        memory.Bytes.Fill(0xFF);
        memory.Connect(board.Clock, new PowerSupply());
        board.Bus.Connect(AdcMicrophone.DefaultI2cAddress, memory);
        Assert.Contains("error " + Boards.Error(Status.SensorKind), board.Lines(2));
    }

    [Fact]
    public void A_Converter_That_Is_Stuck_Is_Told_And_Recovered_From()
    {
        using VirtualBoardHost board = Make();
        board.RunFor(3);
        Assert.Equal(Status.Ok, board.Application.Source.State);
        board.Adc.IsStuck = true;
        Assert.Contains("error " + Boards.Error(Status.SensorStuck), board.Lines(4));
        board.Adc.IsStuck = false;
        board.RunFor(6);
        Assert.Equal(Status.Ok, board.Application.Source.State);
    }

    /// <summary>At 100 kHz there are 5.6 samples in a millisecond, and a model of 8 kHz wants more; at 320 kHz there are enough.</summary>
    [Fact]
    public void A_Bus_Of_Another_Clock_Is_Told_And_Measured_Again()
    {
        using VirtualBoardHost board = Make();
        board.RunFor(3);
        board.Bus.ClockFactor = 0.25;
        Assert.Contains("error " + Boards.Error(Status.SensorRate), board.Lines(3));
        Assert.Equal(Status.SensorRate, board.Application.Source.State);
        board.Bus.ClockFactor = 0.8;
        board.RunFor(8);
        Assert.Equal(Status.Ok, board.Application.Source.State);
        int records = board.Application.Source.Health.Records;
        board.RunFor(10);
        Assert.InRange(board.Application.Source.Health.Records - records, 79_000, 81_000);
    }

    /// <summary>While it computes it hears nothing; time goes on all the same, and what was bridged is counted.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(70)]
    public void Time_Goes_On_And_What_Was_Not_Heard_Is_Counted(double macsPerMicrosecond)
    {
        using VirtualBoardHost board = Make(o => o.MacsPerMicrosecond = macsPerMicrosecond);
        board.RunFor(3);
        SensorHealth health = board.Application.Source.Health;
        int records = health.Records;
        int lost = health.Lost;
        int windows = board.Application.Windows;
        long start = board.Clock.Microseconds;
        string[] lines = board.Lines(30);
        double seconds = (board.Clock.Microseconds - start) * 1e-6;
        windows = board.Application.Windows - windows;
        Assert.InRange((health.Records - records) / seconds, 7990, 8010);
        Assert.InRange(windows, 10 * seconds * 0.97, 10 * seconds * 1.03);
        Assert.Equal(1, health.Gaps);

        // The only thing that takes time beside the bus is the network.
        double computing = windows * double.Parse(lines.Starting(">infer_us:")[^1].Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) * 1e-6;
        Assert.InRange(health.Lost - lost, (0.95 * 8000 * computing) - 10, (1.05 * 8000 * computing) + 10);
    }

    [Fact]
    public void A_Longer_Pause_Is_A_Gap()
    {
        using VirtualBoardHost board = Make();
        board.RunFor(3);
        board.Clock.Wait(100);
        board.RunFor(2);
        Assert.Equal(2, board.Application.Source.Health.Gaps);
        Assert.InRange(board.Ask("bus").Field("lost"), 795, 805);
    }

    /// <summary>
    /// A tone comes through with its level and its frequency. Between two bursts the address takes half a sample's time, which
    /// shifts it by 0.1 rad from burst to burst: 1/12 of the square of that is left, -31 dB.
    /// </summary>
    [Theory]
    [InlineData(MicrophoneKind.Mcp3021)]
    [InlineData(MicrophoneKind.Mcp3221)]
    public void A_Tone_Comes_Through(MicrophoneKind kind)
    {
        const double hertz = 700;
        const double amplitude = 12000;
        BoardClock clock = new(false);
        using EngineMemory engine = new(Keywords, 32768, 0);
        VirtualHardware hardware = new(clock, new MemoryTransport(), engine);
        VirtualHardware.Current = hardware;
        SimulatedMicrophone microphone = new(kind, new Tone(hertz, amplitude), 0, 1);
        hardware.I2c.Connect(AdcMicrophone.DefaultI2cAddress, new SimulatedAdc(clock, hardware.I2c, microphone, 1));
        ISampleSource driver = Ports.OpenAdcMicrophone(AdcMicrophone.DefaultI2cAddress, kind == MicrophoneKind.Mcp3221);
        Model model = new(0);
        model.Opened(TinyMl.Interop.Native.OpenBuiltIn());
        Assert.Equal(Status.Ok, driver.Configure(model));
        byte[] records = new byte[driver.BurstRecords * driver.RecordBytes];
        List<double> heard = [];
        while (heard.Count < 24_000 && clock.Microseconds < 10 * Second)
        {
            int count = driver.Poll(clock.Microseconds, records);
            heard.AddRange(Enumerable.Range(0, count / 2).Select(i => (double)BinaryPrimitives.ReadInt16LittleEndian(records.AsSpan(2 * i))));
        }

        // The best fit of a sine of that frequency, behind the mean's settling.
        double[] samples = [.. heard.Skip(16_000).Take(8000)];
        double cosine = samples.Select((s, i) => s * Math.Cos(2 * Math.PI * hertz * i / 8000)).Average() * 2;
        double sine = samples.Select((s, i) => s * Math.Sin(2 * Math.PI * hertz * i / 8000)).Average() * 2;
        double signal = ((cosine * cosine) + (sine * sine)) / 2;
        double rest = samples.Average(s => s * s) - signal;
        Assert.InRange(Math.Sqrt(2 * signal), 0.98 * amplitude, 1.02 * amplitude);
        Assert.True(10 * Math.Log10(signal / rest) > 30, $"{10 * Math.Log10(signal / rest):0.0} dB");
    }

    [Fact]
    public void The_Steady_State_Allocates_Nothing()
    {
        using VirtualBoardHost board = Make(o =>
        {
            o.Serial = new ApplicationTests.Sink();
            o.MacsPerMicrosecond = 70;
        });
        board.RunFor(15);
        long before = GC.GetAllocatedBytesForCurrentThread();
        board.RunFor(15);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static VirtualBoardHost Make(Action<VirtualBoardOptions>? change = null) => Boards.Make(o =>
    {
        o.Model = Keywords;
        o.Microphone = MicrophoneKind.Mcp3021;
        change?.Invoke(o);
    });

    private sealed class Tone(double hertz, double amplitude) : ISoundSource
    {
        public double Duration => double.PositiveInfinity;

        public double At(double seconds) => amplitude * Math.Sin(2 * Math.PI * hertz * seconds);
    }
}
