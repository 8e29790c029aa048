namespace TinyMl.Boards.Documents;

/// <summary>The Kconfig fragment of a board, for config/user-kconfig.conf of nf-interpreter.</summary>
internal static class Defconfig
{
    internal static string Write(Board board) => string.Join('\n',
    [
        $"# What TinyML firmware needs of {string.Join(" and ", board.Targets.Select(target => target.Name))}, from board.json:",
        "# append it to config/user-kconfig.conf of nf-interpreter, which is merged over the target's own defconfig.",
        .. board.Kconfig.Select(symbol => $"CONFIG_{symbol}=y"),
        string.Empty,
    ]);
}
