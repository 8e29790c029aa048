using TinyMl.Boards.Flashing;
using static TinyMl.Boards.Documents.Numbers;

namespace TinyMl.Boards.Documents;

/// <summary>The C# constants of a board, which its nanoFramework application compiles in.</summary>
internal static class BoardPins
{
    internal static string Write(Board board)
    {
        List<string> lines =
        [
            "namespace TinyMl.App",
            "{",
            $"    /// <summary>Bus, port and pins of {board.Name}; 'tinyml boards --write' makes it from board.json.</summary>",
            "    internal static class BoardPins",
            "    {",
            $"        internal const int I2cBus = {Number(board.Imu.Bus)};",
            $"        internal const bool I2cFast = {Truth(board.Imu.Hertz > 100000)};",
            $"        internal const byte SensorAddress = 0x{board.Imu.Address:X2};",
            $"        internal const string SerialName = \"{board.Log.Port}\";",
            $"        internal const int SerialBaud = {Number(board.Log.Baud)};",
            $"        internal const string ModelFile = {ModelFile(board)};",
        ];
        lines.Add($"        internal const int AdcMicrophoneAddress = 0x{board.Microphone?.Address ?? 0:X2};");
        if (board.Platform == Platform.Esp32)
        {
            // Elsewhere the firmware has the pins.
            lines.AddRange(
            [
                $"        internal const int I2cData = {Gpio(board.Imu.Sda)};",
                $"        internal const int I2cClock = {Gpio(board.Imu.Scl)};",
                $"        internal const int SerialTransmit = {Gpio(board.Log.Tx)};",
                $"        internal const int SerialReceive = {Gpio(board.Log.Rx)};",
                $"        internal const int MicrophoneClock = {Gpio(board.Microphone?.Clock)};",
                $"        internal const int MicrophoneWord = {Gpio(board.Microphone?.WordSelect)};",
                $"        internal const int MicrophoneData = {Gpio(board.Microphone?.Data)};",
            ]);
        }

        // Properties, for a constant would make code of the application unreachable.
        lines.AddRange(
        [
            .. Property("HasAdcMicrophone", board.Microphone is { IsAdc: true }),
            .. Property("AdcMicrophoneIs12Bit", board.Microphone is { Interface: MicrophoneInterface.Mcp3221 }),
        ]);
        if (board.Platform == Platform.Esp32)
        {
            lines.AddRange(
            [
                .. Property("HasI2sMicrophone", board.Microphone is { IsAdc: false }),
                .. Property("MicrophoneIsPdm", board.Microphone is { Interface: MicrophoneInterface.Pdm }),
                .. Property("MicrophoneIsRight", board.Microphone is { Slot: "right" }),
            ]);
        }

        lines.AddRange(["    }", "}", string.Empty]);
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Property(string name, bool value) =>
        [string.Empty, $"        internal static bool {name} => {Truth(value)};"];

    private static string Truth(bool value) => value ? "true" : "false";

    // Null where no firmware for the board has memory for a model from a file.
    private static string ModelFile(Board board) =>
        board.Flash.Files is { } files && board.Targets.Any(target => target.ModelBuffer.Bytes > 0)
            ? $"\"{files.Drive}\\\\{NanoffPlan.ModelName}\""
            : "null";

    private static string Gpio(string? pin) => pin?.Replace("GPIO", string.Empty, StringComparison.Ordinal) ?? "-1";
}
