namespace TinyMl
{
    /// <summary>What has gone well and wrong between the sensor and the engine since start.</summary>
    public sealed class SensorHealth
    {
        /// <summary>Gets or sets the records received.</summary>
        public int Records { get; set; }

        /// <summary>Gets or sets the transfers that the sensor did not acknowledge.</summary>
        public int NotAcknowledged { get; set; }

        /// <summary>Gets or sets the transfers that ended in a time-out, as on a stuck bus.</summary>
        public int Timeouts { get; set; }

        /// <summary>Gets or sets the transfers that broke off.</summary>
        public int Partial { get; set; }

        /// <summary>Gets or sets the transfers that failed for another reason.</summary>
        public int OtherErrors { get; set; }

        /// <summary>Gets or sets the FIFO overflows.</summary>
        public int Overflows { get; set; }

        /// <summary>Gets or sets the samples that are known to be lost.</summary>
        public int Lost { get; set; }

        /// <summary>Gets or sets how often a sensor that answers sent no samples.</summary>
        public int Silences { get; set; }

        /// <summary>Gets or sets how often the sensor was set up.</summary>
        public int Setups { get; set; }

        /// <summary>Gets or sets the gaps that were reported to the engine.</summary>
        public int Gaps { get; set; }

        /// <summary>Gets the failed transfers.</summary>
        public int BusErrors => NotAcknowledged + Timeouts + Partial + OtherErrors;
    }
}
