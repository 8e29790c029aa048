using System;

namespace TinyMl
{
    /// <summary>
    /// Turns the scores of successive windows into events: a moving average, a threshold to start and a lower one to
    /// end an event, windows in a row before an event, and a dead time after its start.
    /// </summary>
    /// <remarks>
    /// For each window: the mean score of every class over the last <c>smoothing</c> windows is taken (windows that do
    /// not exist yet count as 0). An event that is on ends when its class's mean falls below <c>thresholdOff</c>. The class
    /// of the greatest mean (of equal ones the first) is the leader; if it has a threshold and its mean reaches it, it
    /// extends its run, else the run ends. An event starts when none is on and none has ended in this
    /// window, the run has <c>minWindows</c>, and <c>deadWindows</c> windows lie between it and the start of the last one.
    /// </remarks>
    public sealed class Detector
    {
        private readonly int _classes;
        private readonly int _smoothing;
        private readonly int[] _sumsOn;
        private readonly int _sumOff;
        private readonly int _deadWindows;
        private readonly int _minWindows;
        private readonly byte[] _history;
        private readonly int[] _sums;
        private int _oldest;
        private int _runClass;
        private int _run;
        private int _dead;

        /// <summary>Initializes a new instance of the <see cref="Detector"/> class.</summary>
        /// <param name="thresholds">For each score of a window the mean that starts its event; 0: nothing does.</param>
        /// <param name="smoothing">Windows in the moving average, at least 1.</param>
        /// <param name="thresholdOff">Mean score below which an event ends.</param>
        /// <param name="deadWindows">Windows after an event's start in which none starts.</param>
        /// <param name="minWindows">Windows in a row before an event.</param>
        /// <exception cref="ArgumentException">A count is below 1.</exception>
        public Detector(
            byte[] thresholds,
            int smoothing,
            int thresholdOff,
            int deadWindows,
            int minWindows)
        {
            if (thresholds.Length < 1 || smoothing < 1 || minWindows < 1)
            {
                throw new ArgumentException();
            }

            _classes = thresholds.Length;
            _smoothing = smoothing;
            _sumsOn = new int[_classes];
            for (int c = 0; c < _classes; c++)
            {
                _sumsOn[c] = thresholds[c] * smoothing;
            }

            _sumOff = thresholdOff * smoothing;
            _deadWindows = deadWindows;
            _minWindows = minWindows;
            _history = new byte[_classes * smoothing];
            _sums = new int[_classes];
            Clear();
        }

        /// <summary>Gets the class of the event that is on; -1: none.</summary>
        public int Active { get; private set; }

        /// <summary>Gets the class of the event that began or ended last; -1: none yet.</summary>
        public int Last { get; private set; } = -1;

        /// <summary>Gets the class with the greatest mean.</summary>
        public int Leader { get; private set; }

        /// <summary>Gets the leader's mean score, 0 to 255.</summary>
        public int LeaderScore => _sums[Leader] / _smoothing;

        /// <summary>Takes the scores of the next window.</summary>
        /// <param name="scores">One score of 0 to 255 a class.</param>
        /// <returns>Whether an event began or ended.</returns>
        /// <exception cref="IndexOutOfRangeException">There are fewer scores than classes.</exception>
        public DetectorChange Add(byte[] scores)
        {
            int place = _oldest * _classes;
            int leader = 0;
            for (int c = 0; c < _classes; c++)
            {
                _sums[c] += scores[c] - _history[place + c];
                _history[place + c] = scores[c];
                if (_sums[c] > _sums[leader])
                {
                    leader = c;
                }
            }

            _oldest = _oldest + 1 == _smoothing ? 0 : _oldest + 1;
            Leader = leader;

            DetectorChange change = DetectorChange.None;
            if (Active >= 0 && _sums[Active] < _sumOff)
            {
                Active = -1;
                change = DetectorChange.Ended;
            }

            if (_sumsOn[leader] == 0 || _sums[leader] < _sumsOn[leader])
            {
                _run = 0;
            }
            else
            {
                _run = leader == _runClass ? _run + 1 : 1;
                _runClass = leader;
            }

            if (_dead > 0)
            {
                _dead--;
            }
            else if (Active < 0 && _run >= _minWindows && change == DetectorChange.None)
            {
                Active = leader;
                Last = leader;
                _dead = _deadWindows;
                change = DetectorChange.Started;
            }

            return change;
        }

        /// <summary>Forgets the windows so far, as after a gap in the samples; the dead time goes on.</summary>
        public void Clear()
        {
            Array.Clear(_history, 0, _history.Length);
            Array.Clear(_sums, 0, _sums.Length);
            _oldest = 0;
            _run = 0;
            _runClass = -1;
            Active = -1;
            Leader = 0;
        }
    }
}
