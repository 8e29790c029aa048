namespace TinyMl
{
    /// <summary>What a window did to the detector.</summary>
    public enum DetectorChange
    {
        /// <summary>Nothing began or ended.</summary>
        None,

        /// <summary>An event began.</summary>
        Started,

        /// <summary>An event ended.</summary>
        Ended,
    }
}
