namespace TinyMl.Compiler.Packing;

/// <summary>What a model may take of a board so that convolutions become faster: Winograd's transform wants arena and flash.</summary>
/// <param name="ArenaBytes">The most arena, that of learning included.</param>
/// <param name="ModelBytes">The longest file.</param>
public sealed record WinogradBudget(long ArenaBytes = long.MaxValue, long ModelBytes = long.MaxValue)
{
    /// <summary>What the arena may have more than the portable profile's.</summary>
    public const int MostScratch = 10240;
}
