using TinyMl.VirtualBoard;

namespace TinyMl.Firmware.Tests;

public class ApplicationTests
{
    [Fact]
    public void Shakes_Become_Events_Of_Their_Class()
    {
        using VirtualBoardHost board = new(new VirtualBoardOptions
        {
            Model = TestModel.Bytes,
            Motion = new Shakes((2, 0), (4, 1), (6, 2)),
            SensorNoise = 2,
        });
        board.RunFor(TimeSpan.FromSeconds(8));
        string[] lines = board.TakeLines();
        string[] events = lines.Where(l => l.StartsWith("event ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(["roll", "pitch", "yaw"], events.Select(e => e.Split("label=")[1]));
    }
}
