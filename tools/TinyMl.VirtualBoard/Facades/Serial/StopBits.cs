namespace System.IO.Ports
{
    /// <summary>Facade: the stop bits.</summary>
    public enum StopBits
    {
        /// <summary>None.</summary>
        None,

        /// <summary>One.</summary>
        One,

        /// <summary>Two.</summary>
        Two,

        /// <summary>One and a half.</summary>
        OnePointFive,
    }
}
