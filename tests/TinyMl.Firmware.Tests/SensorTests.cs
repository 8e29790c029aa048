using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>The driver and the application against every fault of the bus and the sensor.</summary>
public class SensorTests
{
    private const double Second = 1_000_000;

    public static TheoryData<I2cFaultKind, string, int> BusFaults => new()
    {
        { I2cFaultKind.NotAcknowledged, "nack", Status.SensorAbsent },
        { I2cFaultKind.Unplugged, "nack", Status.SensorAbsent },
        { I2cFaultKind.StuckBus, "timeout", Status.SensorBus },
        { I2cFaultKind.Partial, "partial", Status.SensorBus },
        { I2cFaultKind.Unknown, "other", Status.SensorBus },
        { I2cFaultKind.Exception, "other", Status.SensorBus },
    };

    [Theory]
    [MemberData(nameof(BusFaults))]
    public void A_Lasting_Fault_Is_Counted_Told_And_Recovered_From(I2cFaultKind kind, string counter, int status)
    {
        using VirtualBoardHost board = Boards.Make(o => o.Faults.Add(new I2cFault(kind, (long)(3 * Second), (long)(2 * Second))));
        board.Lines(3);
        string[] during = board.Lines(2);
        string fault = Assert.Single(during.Starting("sensor "), l => l.Contains("state=fault"));
        Assert.Equal(status, fault.Field("status"));
        Assert.Contains("error " + Boards.Error(status), during);
        string[] after = board.Lines(6);
        Assert.Contains("state=ok status=0", after.Starting("sensor ")[^1]);

        string bus = board.Ask("bus");
        string[] others = ["nack", "timeout", "partial", "other", "overflow", "silent"];
        Assert.True(bus.Field(counter) >= 5, bus);
        Assert.All(others.Where(o => o != counter), o => Assert.Equal(0, bus.Field(o)));
        string sensor = board.Ask("sensor");
        Assert.Equal(2, sensor.Field("setups"));
        Assert.Equal(0, sensor.Field("state"));
        Assert.InRange(sensor.Field("gaps"), 2, 5);
        Assert.NotEmpty(after.Starting(">class:"));
    }

    [Theory]
    [MemberData(nameof(BusFaults))]
    public void A_Single_Failed_Transfer_Does_Not_Stop_The_Sensor(I2cFaultKind kind, string counter, int status)
    {
        for (int skip = 0; skip < 3; skip++)
        {
            // Interrupt status, count, data: each must be survived.
            using VirtualBoardHost board = Boards.Make();
            board.RunFor(3);
            board.Bus.Faults.Add(new I2cFault(kind, board.Clock.Microseconds, (long)Second, 1, skip));
            board.RunFor(3);
            string bus = board.Ask("bus");
            Assert.Equal(1, bus.Field(counter));
            Assert.Equal(kind == I2cFaultKind.Unplugged ? 2 : 1, board.Ask("sensor").Field("setups"));
            Assert.Equal(0, board.Application.Source.State);
            Assert.Contains(board.TakeLines().Starting("sensor "), l => l.Field("errors") == 1);
            Assert.NotEqual(0, status);
        }
    }

    [Theory]
    [InlineData(I2cFaultKind.NotAcknowledged, 200)]
    [InlineData(I2cFaultKind.NotAcknowledged, 2000)]
    [InlineData(I2cFaultKind.Partial, 60)]
    [InlineData(I2cFaultKind.Partial, 2000)]
    [InlineData(I2cFaultKind.Unplugged, 50)]
    [InlineData(I2cFaultKind.Unplugged, 2000)]
    [InlineData(I2cFaultKind.PowerLoss, 0)]
    [InlineData(I2cFaultKind.StuckBus, 900)]
    [InlineData(I2cFaultKind.Partial, 500, 1, 2)]
    [InlineData(I2cFaultKind.Partial, 500, 1, 1)]
    [InlineData(I2cFaultKind.Partial, 500, 1, 0)]
    [InlineData(I2cFaultKind.NotAcknowledged, 500, 1, 2)]
    [InlineData(I2cFaultKind.Partial, 500, 2, 2)]
    public void Samples_Between_Gaps_Are_Whole_And_In_Order(
        I2cFaultKind kind, int milliseconds, int transfers = int.MaxValue, int skip = 0)
    {
        foreach (MpuKind sensor in Enum.GetValues<MpuKind>())
        {
            (_, SimulatedMpu device, Mpu6xxx driver, BoardClock clock) = Wire(sensor, new Counting());
            SimulatedI2cBus bus = VirtualHardware.Current.I2c;
            bus.Faults.Add(new I2cFault(kind, (long)(2 * Second), Math.Max(1, milliseconds) * 1000L, transfers, skip));
            byte[] records = new byte[16 * Mpu6xxx.RecordBytes];
            int last = -1;
            int stretches = 0;
            int received = 0;
            bool gap = false;
            while (clock.Microseconds < 12 * Second)
            {
                int count = driver.Poll(clock.Microseconds, records);
                gap |= driver.TakeGap();
                Assert.Equal(0, count % Mpu6xxx.RecordBytes);
                for (int i = 0; i < count; i += Mpu6xxx.RecordBytes)
                {
                    int number = Counting.Number(records, i);
                    Assert.True(number > last, "Old samples came again.");
                    Assert.True(gap || number == last + 1, $"{sensor}: {number} follows {last} without a gap.");
                    stretches += gap ? 1 : 0;
                    gap = false;
                    last = number;
                    received++;
                }

                // An odd number of records: half of them is no whole number, so a partial transfer shifts what is left.
                clock.Wait(50);
            }

            Assert.Equal(Status.Ok, driver.State);
            Assert.InRange(received, 500, 1200);
            Assert.InRange(stretches, 1, 8);
            Assert.Equal(received, driver.Health.Records);
            Assert.True(device.Samples >= received);
        }
    }

    [Fact]
    public void No_Window_Contains_A_Gap()
    {
        // 20 rows of 2 records at 100 Hz: 400 ms must pass after the gap, and then windows come each 100 ms.
        using VirtualBoardHost board = Boards.Make(o => o.Faults.Add(new I2cFault(I2cFaultKind.PowerLoss, (long)(3.01 * Second))));
        board.RunFor(3);
        int before = board.Application.Windows;
        while (board.Application.Source.Health.Setups < 2)
        {
            board.Step();
        }

        Assert.InRange(board.Application.Windows - before, 0, 1);
        int windows = board.Application.Windows;
        board.RunFor(0.3);
        Assert.Equal(windows, board.Application.Windows);
        board.RunFor(0.12);
        Assert.Equal(windows + 1, board.Application.Windows);
        board.RunFor(1);
        Assert.Equal(windows + 11, board.Application.Windows);
    }

    [Fact]
    public void A_Gap_Ends_An_Event_And_Empties_The_Moving_Average()
    {
        using VirtualBoardHost board = Boards.Make(o =>
        {
            o.Motion = new Shakes((2, 0));
            o.Faults.Add(new I2cFault(I2cFaultKind.PowerLoss, (long)(2.45 * Second)));
        });
        string[] lines = board.Lines(2.5);
        Assert.Single(lines.Starting("event "));
        Assert.Empty(lines.Starting("end "));
        string[] after = board.Lines(3);
        Assert.EndsWith("label=roll", Assert.Single(after.Starting("end ")));
        int end = Array.FindIndex(after, l => l.StartsWith("end ", StringComparison.Ordinal));
        int[] scores = after.Skip(end).Where(l => l.StartsWith(">score:", StringComparison.Ordinal)).Select(l => int.Parse(l[7..])).ToArray();

        // One window of two: half of what follows.
        Assert.InRange(scores[0], (scores[1] / 2) - 1, (scores[1] / 2) + 1);
        Assert.True(scores[1] > 200);
    }

    [Theory]
    [InlineData(MpuKind.Mpu6050)]
    [InlineData(MpuKind.Mpu6500)]
    [InlineData(MpuKind.Mpu6886)]
    public void An_Overflow_Is_Noticed_Counted_And_Leaves_No_Shifted_Records(MpuKind sensor)
    {
        (_, SimulatedMpu device, Mpu6xxx driver, BoardClock clock) = Wire(sensor, new Counting());
        byte[] records = new byte[16 * Mpu6xxx.RecordBytes];
        while (driver.State != Status.Ok)
        {
            driver.Poll(clock.Microseconds, records);
            clock.Wait(10);
        }

        driver.TakeGap();
        clock.Wait(2000);
        Assert.Equal(sensor == MpuKind.Mpu6500 ? 512 : 1024, device.FifoBytes == 0 ? Fill(device) : device.FifoBytes);
        Assert.Equal(0, driver.Poll(clock.Microseconds, records));
        Assert.True(driver.TakeGap());
        Assert.Equal(1, driver.Health.Overflows);
        driver.Poll(clock.Microseconds, records);
        clock.Wait(100);
        int count = driver.Poll(clock.Microseconds, records);
        Assert.InRange(count / Mpu6xxx.RecordBytes, 9, 10);
        int first = Counting.Number(records, 0);
        Assert.Equal(
            Enumerable.Range(first, count / Mpu6xxx.RecordBytes),
            Enumerable.Range(0, count / Mpu6xxx.RecordBytes).Select(i => Counting.Number(records, i * Mpu6xxx.RecordBytes)));
        Assert.False(driver.TakeGap());
        Assert.Equal(1, driver.Health.Overflows);
    }

    [Fact]
    public void An_Overflow_Is_Logged_With_Its_Sentence()
    {
        using VirtualBoardHost board = Boards.Make();
        board.RunFor(3);
        board.Clock.Wait(1500);
        board.TakeLines();
        string[] lines = board.Lines(2);
        Assert.Contains("error " + Boards.Error(Status.SensorOverflow), lines);
        Assert.Equal(1, board.Ask("bus").Field("overflow"));
        Assert.Equal(2, board.Ask("status").Field("gaps"));
    }

    [Theory]
    [InlineData(0x71)]
    [InlineData(0x00)]
    [InlineData(0xEA)]
    public void A_Sensor_Of_Another_Kind_Is_Refused_With_One_Sentence(byte identity)
    {
        using VirtualBoardHost board = Boards.Make();
        board.Sensor.Identity = identity;
        string[] lines = board.Lines(9);
        Assert.Equal("error " + Boards.Error(Status.SensorKind), Assert.Single(lines.Starting("error ")));
        Assert.Contains($"kind=0x{identity:x2}", Assert.Single(lines.Starting("sensor ")));
        Assert.Equal(0, board.Sensor.Samples);
    }

    [Fact]
    public void Without_A_Sensor_The_Board_Says_So_Each_Ten_Seconds_And_Tries_Ever_More_Seldom()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Sensor = null);
        string[] lines = board.Lines(2);
        Assert.InRange(board.Bus.Transfers, 4, 6);
        lines = [.. lines, .. board.Lines(58)];
        Assert.Equal(Enumerable.Repeat("error " + Boards.Error(Status.SensorAbsent), 6), lines.Starting("error "));

        // After the first seconds every 3.2 s, not each poll.
        Assert.InRange(board.Bus.Transfers, 18, 25);
        Assert.StartsWith("ok", board.Ask("status"));
    }

    [Fact]
    public void A_Sensor_That_Comes_Late_Is_Found()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Faults.Add(new I2cFault(I2cFaultKind.Unplugged, 0, (long)(10 * Second))));
        Assert.Contains("error " + Boards.Error(Status.SensorAbsent), board.Lines(10));
        string[] lines = board.Lines(6);
        Assert.Contains("state=ok", lines.Starting("sensor ")[^1]);
        Assert.NotEmpty(lines.Starting(">class:"));
    }

    [Fact]
    public void A_Sensor_That_Does_Not_Keep_Its_Settings_Is_Told()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Faults.Add(new I2cFault(I2cFaultKind.WritesLost, 0)));
        Assert.Contains("error " + Boards.Error(Status.SensorSettings), board.Lines(3));
        Assert.Equal(0, board.Application.Windows);
    }

    [Fact]
    public void A_Sensor_That_Fell_Asleep_Is_Started_Again()
    {
        using VirtualBoardHost board = Boards.Make(o => o.Faults.Add(new I2cFault(I2cFaultKind.PowerLoss, (long)(3 * Second))));
        board.Lines(3);
        string[] lines = board.Lines(3);
        Assert.Contains("error " + Boards.Error(Status.SensorSilent), lines);
        Assert.Equal(1, board.Ask("bus").Field("silent"));
        Assert.Equal(2, board.Ask("sensor").Field("setups"));
        Assert.NotEmpty(board.Lines(1).Starting(">class:"));
    }

    [Theory]
    [InlineData(100_000, 2, 250, 9, 0x00, 0x00)]
    [InlineData(50_000, 4, 500, 19, 0x08, 0x08)]
    [InlineData(1_000_000, 8, 1000, 0, 0x10, 0x10)]
    [InlineData(4_000, 16, 2000, 249, 0x18, 0x18)]
    [InlineData(104_000, 4, 1000, -1, 0, 0)]
    [InlineData(3_000, 4, 1000, -1, 0, 0)]
    [InlineData(0, 4, 1000, -1, 0, 0)]
    [InlineData(-5, 4, 1000, -1, 0, 0)]
    [InlineData(int.MaxValue, 4, 1000, -1, 0, 0)]
    [InlineData(100_000, 3, 1000, -1, 0, 0)]
    [InlineData(100_000, 32, 1000, -1, 0, 0)]
    [InlineData(100_000, 4, 300, -1, 0, 0)]
    public void Settings_Reach_The_Registers_Of_The_Data_Sheet(int rate, int accel, int gyro, int divider, int accelBits, int gyroBits)
    {
        (_, SimulatedMpu device, Mpu6xxx driver, BoardClock clock) = Wire(MpuKind.Mpu6886, new Counting());
        int status = driver.Configure(rate, accel, gyro);
        Assert.Equal(divider < 0 ? Status.SensorRange : Status.Ok, status);
        byte[] records = new byte[14];
        for (int i = 0; i < 20 && divider >= 0; i++)
        {
            driver.Poll(clock.Microseconds, records);
            clock.Wait(50);
        }

        if (divider >= 0)
        {
            byte[] registers = new byte[4];
            device.Write([0x19]);
            device.Read(registers);
            Assert.Equal([(byte)divider, 0x03, (byte)gyroBits, (byte)accelBits], registers);
        }
    }

    private static int Fill(SimulatedMpu device)
    {
        // The sensor samples when it is looked at.
        device.Write([]);
        return device.FifoBytes;
    }

    private static (VirtualHardware Hardware, SimulatedMpu Device, Mpu6xxx Driver, BoardClock Clock) Wire(
        MpuKind kind, IMotionSource motion)
    {
        BoardClock clock = new(false);
        VirtualHardware hardware = new(clock, new MemoryTransport(), new EngineMemory(null, 16, 0));
        VirtualHardware.Current = hardware;
        SimulatedMpu device = new(kind, clock, motion);
        hardware.I2c.Connect(Mpu6xxx.DefaultI2cAddress, device);
        System.Device.I2c.I2cDevice bus = System.Device.I2c.I2cDevice.Create(new(1, Mpu6xxx.DefaultI2cAddress));
        return (hardware, device, new Mpu6xxx(bus), clock);
    }

    /// <summary>Counts the samples in acceleration x at 4 g, and repeats the count in the other channels.</summary>
    private sealed class Counting : IMotionSource
    {
        private int _number;

        public double Duration => double.PositiveInfinity;

        public static int Number(byte[] records, int offset)
        {
            int x = (records[offset] << 8) | records[offset + 1];
            int y = (records[offset + 2] << 8) | records[offset + 3];
            Assert.True(x == y, "A record is shifted.");
            return x;
        }

        public Motion At(double seconds)
        {
            double g = _number++ * Motion.Gravity / 8192;
            return new Motion(g, g, g, 0, 0, 0);
        }
    }
}
