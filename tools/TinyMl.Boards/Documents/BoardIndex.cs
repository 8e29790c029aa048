using System.Globalization;
using System.Text;
using static TinyMl.Boards.Documents.Numbers;

namespace TinyMl.Boards.Documents;

/// <summary>The table of boards/README.md.</summary>
internal static class BoardIndex
{
    internal static string Write(IReadOnlyList<Board> boards)
    {
        StringBuilder page = new();
        page.Append("| board | target | core | profile it wants | arena B | managed heap B | application B | I:\\ B | flashed by | run on hardware |\n");
        page.Append("|--|--|--|--|--:|--:|--:|--:|--|--|\n");
        foreach (Board board in boards)
        {
            foreach (BoardTarget target in board.Targets)
            {
                string[] cells =
                [
                    target == board.Targets[0] ? $"[{board.Name}]({board.Id}/README.md)" : string.Empty,
                    $"`{target.Name}`",
                    board.Core,
                    $"`{board.Profile}`",
                    Bytes(target.Arena.Bytes),
                    target.Heap.Bytes is { } heap ? Bytes(heap) : $"below {Bytes(target.Heap.AtMost)}",
                    Bytes(board.Flash.Deployment.Bytes),
                    board.Flash.Files is { } files ? Bytes(files.Bytes) : "none",
                    Means(board.Platform),
                    board.RanOnHardware ?? "not yet",
                ];
                page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");
            }
        }

        return page.ToString();
    }

    private static string Means(Platform platform) => platform switch
    {
        Platform.Esp32 => "serial port",
        Platform.Stm32 => "ST-LINK",
        _ => "USB drive (BOOTSEL)",
    };
}
