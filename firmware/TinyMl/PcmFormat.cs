namespace TinyMl
{
    /// <summary>What a microphone sends: tml_pcm_format of pcm.h.</summary>
    public static class PcmFormat
    {
        /// <summary>16-bit samples, little-endian.</summary>
        public const int Mono = 0;

        /// <summary>The first of two such in a frame.</summary>
        public const int Left = 1;

        /// <summary>The second of two such in a frame.</summary>
        public const int Right = 2;

        /// <summary>Words of an MCP3021: 10 bits.</summary>
        public const int Adc10 = 3;

        /// <summary>Words of an MCP3221: 12 bits.</summary>
        public const int Adc12 = 4;
    }
}
