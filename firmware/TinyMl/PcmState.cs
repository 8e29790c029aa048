namespace TinyMl
{
    /// <summary>Places in what <see cref="TinyMl.Interop.Native.PcmStart"/> fills: tml_pcm of pcm.h.</summary>
    public static class PcmState
    {
        /// <summary>Equal samples in a row up to the last.</summary>
        public const int Run = 6;

        /// <summary>The number of words.</summary>
        public const int Words = 72;
    }
}
