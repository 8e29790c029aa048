namespace TinyMl.VirtualBoard
{
    /// <summary>A fault on demand.</summary>
    public sealed class I2cFault
    {
        /// <summary>Initializes a new instance of the <see cref="I2cFault"/> class.</summary>
        /// <param name="kind">What goes wrong.</param>
        /// <param name="start">When, in microseconds since the board's start.</param>
        /// <param name="duration">For how long, in microseconds.</param>
        /// <param name="transfers">How many transfers it hits at most.</param>
        /// <param name="skip">How many transfers it lets pass first.</param>
        public I2cFault(
            I2cFaultKind kind, long start, long duration = long.MaxValue, int transfers = int.MaxValue, int skip = 0)
        {
            Kind = kind;
            Start = start;
            End = duration > long.MaxValue - start ? long.MaxValue : start + duration;
            Transfers = transfers;
            Skip = skip;
        }

        /// <summary>Gets what goes wrong.</summary>
        public I2cFaultKind Kind { get; }

        /// <summary>Gets when it begins.</summary>
        public long Start { get; }

        /// <summary>Gets when it ends.</summary>
        public long End { get; }

        /// <summary>Gets how many transfers it hits at most.</summary>
        public int Transfers { get; }

        /// <summary>Gets how many transfers it still lets pass.</summary>
        public int Skip { get; internal set; }

        /// <summary>Gets the number of transfers that it has hit.</summary>
        public int Hits { get; internal set; }

        /// <summary>Gets a value indicating whether power returned after it.</summary>
        internal bool Restored { get; set; }
    }
}
