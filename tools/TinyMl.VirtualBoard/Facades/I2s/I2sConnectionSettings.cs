namespace System.Device.I2s
{
    /// <summary>Facade: how a device is connected.</summary>
    public sealed class I2sConnectionSettings
    {
        /// <summary>Initializes a new instance of the <see cref="I2sConnectionSettings"/> class.</summary>
        /// <param name="busId">The bus.</param>
        public I2sConnectionSettings(int busId)
        {
            BusId = busId;
        }

        /// <summary>Gets or sets the bus.</summary>
        public int BusId { get; set; }

        /// <summary>Gets or sets what the controller does.</summary>
        public I2sMode Mode { get; set; } = I2sMode.Pdm;

        /// <summary>Gets or sets the length of a sample.</summary>
        public I2sBitsPerSample BitsPerSample { get; set; } = I2sBitsPerSample.Bit16;

        /// <summary>Gets or sets which channels a frame has.</summary>
        public I2sChannelFormat ChannelFormat { get; set; }

        /// <summary>Gets or sets how bits lie to the word clock.</summary>
        public I2sCommunicationFormat CommunicationFormat { get; set; } = I2sCommunicationFormat.I2S;

        /// <summary>Gets or sets the frames a second.</summary>
        public int SampleRate { get; set; } = 44100;

        /// <summary>Gets or sets the bytes of all DMA buffers together.</summary>
        public int BufferSize { get; set; } = 10000;
    }
}
