namespace System.IO.Ports
{
    /// <summary>Facade: the stop bits.</summary>
    public enum StopBits
    {
        /// <summary>One.</summary>
        One = 1,

        /// <summary>Two.</summary>
        Two,

        /// <summary>One and a half.</summary>
        OnePointFive,
    }
}
