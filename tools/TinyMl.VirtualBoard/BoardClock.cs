using System;
using System.Diagnostics;
using System.Threading;

namespace TinyMl.VirtualBoard
{
    /// <summary>The board's time: either the real one, or a simulated one that only waiting and computing move on.</summary>
    public sealed class BoardClock
    {
        private readonly Stopwatch _watch;
        private long _microseconds;

        /// <summary>Initializes a new instance of the <see cref="BoardClock"/> class at time 0.</summary>
        /// <param name="realTime">Follow real time.</param>
        public BoardClock(bool realTime)
        {
            _watch = realTime ? Stopwatch.StartNew() : null;
        }

        /// <summary>Gets the time since start.</summary>
        public long Microseconds => _watch == null
            ? _microseconds
            : (long)(_watch.ElapsedTicks * (1e6 / Stopwatch.Frequency));

        /// <summary>Waits.</summary>
        /// <param name="milliseconds">How long; at least 1.</param>
        public void Wait(int milliseconds)
        {
            if (_watch == null)
            {
                _microseconds += milliseconds * 1000L;
            }
            else
            {
                Thread.Sleep(milliseconds);
            }
        }

        /// <summary>Waits for hardware, the processor as well; nothing where the time has come already.</summary>
        /// <param name="microseconds">The time since start.</param>
        public void WaitUntil(long microseconds)
        {
            if (_watch == null)
            {
                _microseconds = Math.Max(_microseconds, microseconds);
            }
            else
            {
                long rest = microseconds - Microseconds;
                if (rest > 0)
                {
                    Thread.Sleep(TimeSpan.FromMicroseconds(rest));
                }
            }
        }

        /// <summary>Accounts for work of the simulated processor; real time passes by itself.</summary>
        /// <param name="microseconds">How long the work takes.</param>
        public void Spend(long microseconds)
        {
            if (_watch == null)
            {
                _microseconds += Math.Max(0, microseconds);
            }
        }
    }
}
