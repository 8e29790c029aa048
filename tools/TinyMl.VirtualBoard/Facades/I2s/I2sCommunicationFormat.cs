namespace System.Device.I2s
{
    /// <summary>Facade: how bits lie to the word clock.</summary>
    public enum I2sCommunicationFormat
    {
        /// <summary>One bit behind its edge, as Philips defined it.</summary>
        I2S = 1,

        /// <summary>At its edge.</summary>
        Msb = 3,

        /// <summary>Behind a pulse of one bit.</summary>
        PcmShort = 4,

        /// <summary>Behind a pulse of a word.</summary>
        PcmLong = 12,

        /// <summary>The number behind the last.</summary>
        Max = 13,
    }
}
