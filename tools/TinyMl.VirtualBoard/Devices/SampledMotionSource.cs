using System;
using System.Collections.Generic;

namespace TinyMl.VirtualBoard
{
    /// <summary>Motion from samples at given times, interpolated between them and held before the first and after the last.</summary>
    public sealed class SampledMotionSource : IMotionSource
    {
        private readonly double[] _times;
        private readonly Motion[] _motions;
        private int _next;

        /// <summary>Initializes a new instance of the <see cref="SampledMotionSource"/> class.</summary>
        /// <param name="times">Seconds, ascending strictly.</param>
        /// <param name="motions">The motion at each time.</param>
        /// <exception cref="ArgumentException">There are no samples, or the times do not ascend.</exception>
        public SampledMotionSource(IReadOnlyList<double> times, IReadOnlyList<Motion> motions)
        {
            if (times.Count == 0 || times.Count != motions.Count)
            {
                throw new ArgumentException("There must be a motion for each of at least one time.");
            }

            _times = new double[times.Count];
            _motions = new Motion[times.Count];
            for (int i = 0; i < times.Count; i++)
            {
                if (i > 0 && !(times[i] > times[i - 1]))
                {
                    throw new ArgumentException("The times of a motion must ascend.");
                }

                _times[i] = times[i];
                _motions[i] = motions[i];
            }
        }

        /// <inheritdoc/>
        public double Duration => _times[_times.Length - 1];

        /// <inheritdoc/>
        public Motion At(double seconds)
        {
            if (_next > 0 && seconds < _times[_next - 1])
            {
                _next = 0;
            }

            while (_next < _times.Length && _times[_next] <= seconds)
            {
                _next++;
            }

            if (_next == 0 || _next == _times.Length)
            {
                return _motions[_next == 0 ? 0 : _next - 1];
            }

            double part = (seconds - _times[_next - 1]) / (_times[_next] - _times[_next - 1]);
            return Motion.Between(_motions[_next - 1], _motions[_next], part);
        }
    }
}
