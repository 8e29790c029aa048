using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

/// <summary>The simulated sensor against the figures of the data sheets.</summary>
public class SimulatedMpuTests
{
    [Theory]
    [InlineData(0x00, 16384)]
    [InlineData(0x08, 8192)]
    [InlineData(0x10, 4096)]
    [InlineData(0x18, 2048)]
    public void One_G_Reads_As_The_Range_Says(byte range, int expected)
    {
        (SimulatedMpu mpu, BoardClock clock) = Awake(new Motion(0, -Motion.Gravity, Motion.Gravity, 0, 0, 0));
        mpu.Write([0x1C, range]);
        clock.Wait(100);
        Assert.Equal([0, -expected, expected], Channels(mpu, 0x3B, 3));
    }

    [Theory]
    [InlineData(0x00, 131)]
    [InlineData(0x08, 65.5)]
    [InlineData(0x10, 32.8)]
    [InlineData(0x18, 16.4)]
    public void A_Hundred_Degrees_A_Second_Read_As_The_Range_Says(byte range, double perDegree)
    {
        (SimulatedMpu mpu, BoardClock clock) = Awake(new Motion(0, 0, 0, 100 * Math.PI / 180, 0, -100 * Math.PI / 180));
        mpu.Write([0x1B, range]);
        clock.Wait(100);
        int[] channels = Channels(mpu, 0x43, 3);
        Assert.InRange(channels[0], (perDegree * 100) - 10, (perDegree * 100) + 10);
        Assert.Equal(-channels[0], channels[2], 1.0);
    }

    [Fact]
    public void Too_Much_Saturates()
    {
        (SimulatedMpu mpu, BoardClock clock) = Awake(new Motion(1000, -1000, 0, 100, -100, 0));
        clock.Wait(100);
        Assert.Equal([32767, -32768, 0], Channels(mpu, 0x3B, 3));
        Assert.Equal([32767, -32768, 0], Channels(mpu, 0x43, 3));
    }

    [Theory]
    [InlineData(9, 3, 100)]
    [InlineData(0, 1, 1000)]
    [InlineData(7, 0, 1000)]
    [InlineData(255, 6, 3)]
    public void Samples_Come_At_The_Divided_Rate(byte divider, byte filter, int perSecond)
    {
        (SimulatedMpu mpu, BoardClock clock) = Awake(Motion.Still);
        mpu.Write([0x19, divider]);
        mpu.Write([0x1A, filter]);
        mpu.Write([0x23, 0xF8]);
        mpu.Write([0x6A, 0x40]);
        clock.Wait(1000);
        mpu.Write([]);
        Assert.InRange(mpu.Samples, perSecond - 1, perSecond);
    }

    [Fact]
    public void Asleep_Nothing_Is_Sampled()
    {
        BoardClock clock = new(false);
        SimulatedMpu mpu = new(MpuKind.Mpu6050, clock, new Still());
        mpu.Write([0x23, 0xF8]);
        mpu.Write([0x6A, 0x40]);
        clock.Wait(1000);
        Assert.Equal(0, Count(mpu));
        mpu.Write([0x6B, 0x00]);
        mpu.Write([0x19, 99]);
        mpu.Write([0x1A, 3]);
        clock.Wait(1000);
        Assert.Equal(10 * 14, Count(mpu));
    }

    [Theory]
    [InlineData(MpuKind.Mpu6050, 0xF8, 14)]
    [InlineData(MpuKind.Mpu6050, 0x78, 12)]
    [InlineData(MpuKind.Mpu6050, 0x18, 8)]
    [InlineData(MpuKind.Mpu6500, 0x88, 8)]
    [InlineData(MpuKind.Mpu6886, 0x18, 14)]
    [InlineData(MpuKind.Mpu6886, 0x08, 6)]
    [InlineData(MpuKind.Mpu6886, 0xE0, 0)]
    public void The_Fifo_Takes_What_Is_Enabled(MpuKind kind, byte enabled, int bytes)
    {
        BoardClock clock = new(false);
        SimulatedMpu mpu = new(kind, clock, new Still());
        mpu.Write([0x6B, 0x01]);
        mpu.Write([0x19, 9]);
        mpu.Write([0x1A, 3]);
        mpu.Write([0x23, enabled]);
        mpu.Write([0x6A, 0x40]);
        clock.Wait(50);
        Assert.Equal(5 * bytes, Count(mpu));
    }

    [Fact]
    public void An_Overflow_Keeps_The_Newest_Bytes_And_Is_Told_Once()
    {
        (SimulatedMpu mpu, BoardClock clock) = Awake(Motion.Still);
        mpu.Write([0x19, 0]);
        mpu.Write([0x1A, 3]);
        mpu.Write([0x23, 0xF8]);
        mpu.Write([0x6A, 0x40]);
        clock.Wait(73);
        Assert.Equal(73 * 14, Count(mpu));
        Assert.Equal(0, Register(mpu, 0x3A) & 0x10);
        clock.Wait(1);
        Assert.Equal(1024, Count(mpu));
        Assert.Equal(0x10, Register(mpu, 0x3A) & 0x10);
        Assert.Equal(0, Register(mpu, 0x3A) & 0x10);

        // A reset while the FIFO is on does nothing, as the data sheet says.
        mpu.Write([0x6A, 0x44]);
        Assert.Equal(1024, Count(mpu));
        mpu.Write([0x6A, 0x04]);
        Assert.Equal(0, Count(mpu));
        Assert.Equal(0, Register(mpu, 0x6A));
    }

    [Fact]
    public void A_Reset_Forgets_The_Settings()
    {
        (SimulatedMpu mpu, _) = Awake(Motion.Still);
        mpu.Write([0x1B, 0x18]);
        mpu.Write([0x6B, 0x80]);
        Assert.Equal(0, Register(mpu, 0x1B));
        Assert.Equal(0x40, Register(mpu, 0x6B));
        Assert.Equal(0x68, Register(mpu, 0x75));
    }

    private static (SimulatedMpu Mpu, BoardClock Clock) Awake(Motion motion)
    {
        BoardClock clock = new(false);
        SimulatedMpu mpu = new(MpuKind.Mpu6050, clock, new SampledMotionSource([0], [motion]));
        mpu.Write([0x6B, 0x01]);
        return (mpu, clock);
    }

    private static int Register(SimulatedMpu mpu, byte register)
    {
        byte[] value = new byte[1];
        mpu.Write([register]);
        mpu.Read(value);
        return value[0];
    }

    private static int Count(SimulatedMpu mpu) => (Register(mpu, 0x72) << 8) | Register(mpu, 0x73);

    private static int[] Channels(SimulatedMpu mpu, byte register, int count)
    {
        byte[] bytes = new byte[2 * count];
        mpu.Write([register]);
        mpu.Read(bytes);
        return Enumerable.Range(0, count).Select(i => (int)(short)((bytes[2 * i] << 8) | bytes[(2 * i) + 1])).ToArray();
    }

    private sealed class Still : IMotionSource
    {
        public double Duration => 0;

        public Motion At(double seconds) => Motion.Still;
    }
}
