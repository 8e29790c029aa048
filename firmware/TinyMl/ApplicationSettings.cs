namespace TinyMl
{
    /// <summary>What a board decides about the application.</summary>
    public sealed class ApplicationSettings
    {
        /// <summary>Gets or sets the multiply-accumulates of one slice of an inference or an adaptation: bounds how long commands wait.</summary>
        public int SliceMacs { get; set; } = 100000;

        /// <summary>
        /// Gets or sets the seconds between two writes of what was learnt. A memory of 100,000 cycles with two slots then
        /// lasts 139 days of learning without a pause.
        /// </summary>
        public int CommitSeconds { get; set; } = 60;

        /// <summary>Gets or sets the seed of adaptations.</summary>
        public int Seed { get; set; } = 1;

        /// <summary>Gets or sets the windows for which an event stays the one that a label means.</summary>
        public int EventWindows { get; set; } = 100;

        /// <summary>Gets or sets the windows for which the strongest missed gesture stays the one that a label means.</summary>
        public int CandidateWindows { get; set; } = 15;
    }
}
