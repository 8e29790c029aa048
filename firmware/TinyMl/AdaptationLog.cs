namespace TinyMl
{
    /// <summary>The last adaptations and what the guard made of them, to be told again on request.</summary>
    public sealed class AdaptationLog
    {
        /// <summary>The most adaptations that are remembered.</summary>
        public const int Capacity = 16;

        private readonly Adaptation[] _ring = new Adaptation[Capacity];
        private readonly Log _log;
        private int _added;
        private int _told;
        private int _toTell;

        /// <summary>Initializes a new instance of the <see cref="AdaptationLog"/> class; nothing is remembered yet.</summary>
        /// <param name="log">Where adaptations are told.</param>
        public AdaptationLog(Log log)
        {
            _log = log;
            for (int i = 0; i < Capacity; i++)
            {
                _ring[i] = new Adaptation();
            }
        }

        /// <summary>Gets how many adaptations are remembered.</summary>
        public int Count => _added < Capacity ? _added : Capacity;

        /// <summary>Remembers an adaptation, in place of the oldest where the ring is full, and logs it.</summary>
        /// <param name="now">When it ended, in microseconds.</param>
        /// <param name="number">How many there were since start, this one included.</param>
        /// <param name="micros">Microseconds spent in the engine.</param>
        /// <param name="learn">What <see cref="TinyMl.Interop.Native.ReadLearn"/> gave.</param>
        public void Add(long now, int number, long micros, int[] learn)
        {
            Adaptation adaptation = _ring[_added++ % Capacity];
            adaptation.Set(now, number, micros, learn);
            _log.Adaptation(adaptation);
        }

        /// <summary>Starts to tell all that is remembered, the oldest first, one adaptation a step.</summary>
        public void Tell()
        {
            _told = _added - Count;
            _toTell = _added;
        }

        /// <summary>Tells of one adaptation, if it is to be told.</summary>
        /// <returns>True: there is more to tell at once.</returns>
        public bool Step()
        {
            // What was overwritten meanwhile is gone.
            int oldest = _added - Count;
            _told = _told < oldest ? oldest : _told;
            if (_told >= _toTell || _log.Quiet)
            {
                return false;
            }

            _log.Adaptation(_ring[_told++ % Capacity]);
            return _told < _toTell;
        }
    }
}
