namespace TinyMl.Boards.Documents;

/// <summary>The first page of a new board: what its author has to fill in, and the place for the tables.</summary>
public static class NewReadme
{
    /// <summary>The page, without its tables.</summary>
    public static string Write(Board board) => string.Join('\n',
    [
        $"# {board.Name}",
        string.Empty,
        $"{board.Mcu}. Not yet run on hardware.",
        string.Empty,
        "## Wiring",
        string.Empty,
        "```",
        $" {board.Name,-24} {board.Imu.Part}",
        "   3V3  ------------------- VCC",
        "   GND  ------------------- GND",
        $"   {board.Imu.Sda,-6} ----------------- SDA      address 0x{board.Imu.Address:X2}",
        $"   {board.Imu.Scl,-6} ----------------- SCL",
        string.Empty,
        $"   {board.Log.Tx,-6} ----------------- RX       {board.Log.Via}, {board.Log.Baud} baud",
        $"   {board.Log.Rx,-6} ----------------- TX",
        "```",
        string.Empty,
        "## Numbers",
        string.Empty,
        "Each one whose source says *copied* is to be looked up; then `tinyml boards --write` renews this page.",
        string.Empty,
        GeneratedBlock.Empty,
        "## Step by step",
        string.Empty,
        "Building image and application, in words: [boards](../README.md#build-the-firmware-image). Then run the commands above.",
        string.Empty,
        "## If it does not work",
        string.Empty,
        "* Everything that is the same for all boards: [boards](../README.md#if-it-does-not-work).",
        string.Empty,
    ]);
}
