namespace TinyMl.Boards.Fit;

/// <summary>One number against its limit.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Needed">Bytes needed.</param>
/// <param name="Limit">Bytes there are.</param>
/// <param name="Where">The memory, in words.</param>
/// <param name="Holds">Whether it is enough.</param>
public sealed record FitCheck(string Name, long Needed, long Limit, string Where, bool Holds)
{
    /// <summary>Compares.</summary>
    internal static FitCheck Of(string name, long needed, long limit, string where) =>
        new(name, needed, limit, where, needed <= limit);
}
