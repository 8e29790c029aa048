using System.Globalization;
using System.Text;
using TinyMl.Engine;
using static TinyMl.Boards.Documents.Numbers;

namespace TinyMl.Boards.Documents;

/// <summary>The numbers of a board as the tables and commands of its README.</summary>
internal static class BoardNumbers
{
    internal static string Write(Board board)
    {
        StringBuilder page = new();
        Pins(page, board);
        Memory(page, board);
        Flash(page, board);
        Commands(page, board);
        return page.ToString();
    }

    private static void Pins(StringBuilder page, Board board)
    {
        page.Append("### Pins\n\n| what | where | source |\n|--|--|--|\n");
        Row(page, $"{board.Imu.Part}, address 0x{board.Imu.Address:X2}, I2C bus {Number(board.Imu.Bus)} at {Number(board.Imu.Hertz / 1000)} kHz",
            $"SDA {board.Imu.Sda}, SCL {board.Imu.Scl}", board.Imu.Source);
        Row(page, $"log, {board.Log.Port} at {Number(board.Log.Baud)} baud, {board.Log.Via}",
            $"TX {board.Log.Tx}, RX {board.Log.Rx}", board.Log.Source);
        if (board.Microphone is { } microphone)
        {
            Row(page, Microphone(microphone), Pins(board, microphone), microphone.Source);
        }

        page.Append('\n');
    }

    private static string Microphone(BoardMicrophone microphone) => microphone switch
    {
        { IsAdc: true } => $"microphone: {microphone.Part}, address 0x{microphone.Address:X2}, on the sensor's bus",
        { Interface: MicrophoneInterface.Pdm } => $"microphone: {microphone.Part}, PDM, {microphone.Slot} slot",
        _ => $"microphone: {microphone.Part}, I2S, {microphone.Slot} slot",
    };

    private static string Pins(Board board, BoardMicrophone microphone) => microphone switch
    {
        { IsAdc: true } => $"SDA {board.Imu.Sda}, SCL {board.Imu.Scl}",
        { WordSelect: { } word } => $"clock {microphone.Clock}, word select {word}, data {microphone.Data}",
        _ => $"clock {microphone.Clock}, data {microphone.Data}",
    };

    private static void Memory(StringBuilder page, Board board)
    {
        page.Append("### Memory\n\n| target | what | bytes | where and why |\n|--|--|--:|--|\n");
        foreach (BoardTarget target in board.Targets)
        {
            Row(page, $"`{target.Name}`", "arena", Bytes(target.Arena.Bytes), $"{target.Arena.Memory}; {target.Arena.Source}");
            Row(page, string.Empty, "model from a file", Bytes(target.ModelBuffer.Bytes), target.ModelBuffer.Source);
            Row(page, string.Empty, "managed heap",
                target.Heap.Bytes is { } bytes ? Bytes(bytes) : $"below {Bytes(target.Heap.AtMost)}", target.Heap.Source);
        }

        page.Append('\n');
    }

    private static void Flash(StringBuilder page, Board board)
    {
        page.Append("### Flash\n\n| what | address | bytes |\n|--|--|--:|\n");
        Row(page, "nanoCLR with TinyMl.Interop", Hex.Of(board.Flash.Firmware.Address), Bytes(board.Flash.Firmware.Bytes));
        Row(page, "application, models in it included", Hex.Of(board.Flash.Deployment.Address), Bytes(board.Flash.Deployment.Bytes));
        if (board.Flash.Files is { } files)
        {
            Row(page, $"files, {files.Drive}", Hex.Of(files.Address), Bytes(files.Bytes));
        }

        page.Append(CultureInfo.InvariantCulture, $"\nSource: {board.Flash.Source}.\n\n");
    }

    private static void Commands(StringBuilder page, Board board)
    {
        page.Append("### Commands\n\n");
        foreach (BoardTarget target in board.Targets)
        {
            page.Append(CultureInfo.InvariantCulture, $"`{target.Name}`: {target.When}. In a clone of nf-interpreter:\n\n");
            foreach (string command in FirmwareBuild.Commands(target))
            {
                page.Append(CultureInfo.InvariantCulture, $"    {command}\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"""

                In this repository, where nanoFramework's extension is (a developer prompt of Visual Studio):

                    ./tinyml compile models/gesture-digits/gesture-digits.json --board {board.Id} -o artifacts/{board.Id}.tml
                    nuget restore TinyMlFirmware.sln
                    msbuild {Project(board)}.nfproj -p:Configuration=Release -p:TinyMlBoard={board.Id} -p:TinyMlModel=../../artifacts/{board.Id}.tml

                Then (`--dry-run` shows what nanoff is told):


                """);
            foreach (string command in TinyMlCommands(board, target))
            {
                page.Append(CultureInfo.InvariantCulture, $"    {command}\n");
            }

            page.Append(CultureInfo.InvariantCulture, $"""

                The board's first lines are then, at {board.Log.Port}:

                    boot version=... abi={Tml.Abi:x8}
                    model name=... id=...
                    memory arena={target.Arena.Bytes} infer=... learn=... model=... macs=...
                    selftest vectors=...


                """);
        }
    }

    private static IEnumerable<string> TinyMlCommands(Board board, BoardTarget target)
    {
        string common = $"./tinyml flash --board {board.Id}"
            + (target == board.Targets[0] ? string.Empty : $" --target {target.Name}")
            + (board.Platform == Platform.Esp32 ? " --port PORT" : string.Empty);
        yield return $"{common} --firmware NF_INTERPRETER/build --app {Output(board)}";
        if (target.ModelBuffer.Bytes > 0)
        {
            yield return $"{common} --model MODEL.tml";
        }
    }

    private static string Project(Board board) => $"firmware/{board.Application}/{board.Application}";

    private static string Output(Board board) => $"firmware/{board.Application}/bin/Release/{board.Application}.bin";

    private static void Row(StringBuilder page, params string[] cells) =>
        page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");
}
