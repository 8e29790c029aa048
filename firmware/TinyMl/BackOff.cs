namespace TinyMl
{
    /// <summary>When a sensor that failed is tried again: later each time, so that one that is gone keeps nothing busy.</summary>
    public sealed class BackOff
    {
        private const long First = 100000;
        private const long Longest = 3200000;

        private long _wait = First;

        /// <summary>Tells when to try again; the next time it will be twice as long, 3.2 s at most.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>That time in microseconds.</returns>
        public long Next(long now)
        {
            long due = now + _wait;
            _wait = _wait < Longest ? _wait * 2 : Longest;
            return due;
        }

        /// <summary>The sensor works: the next failure is followed by the shortest wait, 0.1 s.</summary>
        public void Reset()
        {
            _wait = First;
        }
    }
}
