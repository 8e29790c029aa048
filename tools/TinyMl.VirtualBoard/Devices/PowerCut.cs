namespace TinyMl.VirtualBoard
{
    /// <summary>When the power fails.</summary>
    public enum PowerCut
    {
        /// <summary>In the middle of an operation: the memory has done a part of it, or spoilt what it was at.</summary>
        Within,

        /// <summary>Right after an operation, which is whole.</summary>
        After,
    }
}
