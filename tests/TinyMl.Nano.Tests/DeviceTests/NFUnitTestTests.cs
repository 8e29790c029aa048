using TinyMl.VirtualBoard;
using static TinyMl.Nano.Tests.DeviceTests.DeviceTestLauncher;

namespace TinyMl.Nano.Tests.DeviceTests;

/// <summary>The unit tests of the device, tests/NFUnitTest, on the virtual board: each is a test here.</summary>
public class NFUnitTestTests
{
    private static readonly Test[] All = Find(typeof(NFUnitTest.LineTests).Assembly.GetTypes()).ToArray();

    private static readonly Lazy<Dictionary<string, Result>> Results = new(RunOnBoard);

    public static TheoryData<DeviceTestName> Names => new(All.Select(test => new DeviceTestName(test.Name)));

    [SkippableTheory]
    [MemberData(nameof(Names))]
    public void On_The_Virtual_Board(DeviceTestName test)
    {
        Result result = Results.Value[test.Name];
        Skip.If(result.Outcome == Outcome.Skipped, result.Message);
        Assert.True(result.Outcome == Outcome.Passed, result.Message);
    }

    // One board for all of them, as on a desk, with a sensor; its thread is the board's.
    private static Dictionary<string, Result> RunOnBoard()
    {
        List<Result> results = [];
        Thread thread = new(() =>
        {
            BoardClock clock = new(realTime: true);
            using EngineMemory engine = new(null, new VirtualBoardOptions().ArenaBytes, new VirtualBoardOptions().LoadBytes);
            VirtualHardware hardware = new(clock, new MemoryTransport(), engine);
            SampledMotionSource still = new([0.0], [Motion.Still]);
            hardware.I2c.Connect(Mpu6xxx.DefaultI2cAddress, new SimulatedMpu(MpuKind.Mpu6886, clock, still));
            VirtualHardware.Current = hardware;
            results = Run(All);
        });
        thread.Start();
        thread.Join();
        return results.ToDictionary(result => result.Name);
    }
}
