namespace System.Device.I2s
{
    /// <summary>Facade: which channels a frame has in managed code.</summary>
    public enum I2sChannelFormat
    {
        /// <summary>Both.</summary>
        RightLeft,

        /// <summary>The right one twice.</summary>
        AllRight,

        /// <summary>The left one twice.</summary>
        AllLeft,

        /// <summary>The right one.</summary>
        OnlyRight,

        /// <summary>The left one.</summary>
        OnlyLeft,
    }
}
