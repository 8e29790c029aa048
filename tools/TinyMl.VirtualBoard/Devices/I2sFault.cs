namespace TinyMl.VirtualBoard
{
    /// <summary>A fault on demand.</summary>
    /// <param name="Kind">What goes wrong.</param>
    /// <param name="Start">When, in microseconds since the board's start.</param>
    /// <param name="Duration">For how long, in microseconds.</param>
    /// <param name="Factor">Of a wrong rate.</param>
    public sealed record I2sFault(I2sFaultKind Kind, long Start, long Duration = long.MaxValue, double Factor = 1)
    {
        internal bool IsOn(I2sFaultKind kind, double microseconds)
        {
            return kind == Kind && microseconds >= Start && microseconds - Start < Duration;
        }
    }
}
