using System;
using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// Carries records from a source to the engine's front end, a burst at a time, and fetches due windows. While an inference
    /// runs, a burst waits here and the next ones in the source's own buffer.
    /// </summary>
    public sealed class SampleWindow
    {
        private readonly ISampleSource _source;
        private readonly byte[] _records;
        private int _offset;
        private int _count;
        private long _deadline;
        private int _rate;
        private int _hopBytes;
        private long _patience;
        private bool _gap;
        private bool _held;

        /// <summary>Initializes a new instance of the <see cref="SampleWindow"/> class.</summary>
        /// <param name="source">Where records come from.</param>
        /// <exception cref="ArgumentException">A burst of <paramref name="source"/> is below 1 record.</exception>
        public SampleWindow(ISampleSource source)
        {
            if (source.BurstRecords < 1)
            {
                throw new ArgumentException();
            }

            _source = source;
            _records = new byte[source.BurstRecords * source.RecordBytes];
            SetRate(100000, source.BurstRecords);
        }

        /// <summary>Gets the buffer of the last burst.</summary>
        public byte[] Records => _records;

        /// <summary>Gets the times that due windows were skipped because an inference took too long.</summary>
        public int Skipped { get; private set; }

        /// <summary>Tells how fast records and windows come.</summary>
        /// <param name="sampleRate">Records a second, in mHz; above 0.</param>
        /// <param name="hopRecords">Records between two windows.</param>
        public void SetRate(int sampleRate, int hopRecords)
        {
            _rate = sampleRate;
            _hopBytes = hopRecords * _source.RecordBytes;

            // Half of the source's buffer: the other half is there for what comes meanwhile.
            _patience = Microseconds(_source.BufferRecords / 2);
        }

        /// <summary>Reads a burst from the sensor, unless the last one is not consumed yet.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>True: there is probably more to read at once.</returns>
        public bool Poll(long now)
        {
            if (_offset < _count)
            {
                return false;
            }

            _offset = 0;
            _count = _source.Poll(now, _records);
            _deadline = now + _patience - Microseconds(_source.Backlog / _source.RecordBytes);
            if (_source.TakeGap())
            {
                _gap = true;
                _source.Health.Gaps++;
                Native.Gap();
            }

            return _count == _records.Length;
        }

        /// <summary>Gives the burst to the front end up to the next due window and writes that to the model's input.</summary>
        /// <param name="busy">An inference is under way: keep the burst, as long as the sensor's FIFO can wait.</param>
        /// <param name="now">The time in microseconds.</param>
        /// <returns><see cref="Status.Ok"/>: a window is in the input; <see cref="Status.NotReady"/>; or an error.</returns>
        public int Next(bool busy, long now)
        {
            if (busy && now < _deadline)
            {
                return Status.NotReady;
            }

            while (_held || _offset < _count)
            {
                if (!_held)
                {
                    int used = Native.Feed(_records, _offset, _count - _offset);
                    if (used <= 0)
                    {
                        _offset = _count;
                        return used < 0 ? used : Status.NotReady;
                    }

                    _offset += used;
                    if (busy)
                    {
                        Skipped += _offset < _count ? 1 : 0;
                        continue;
                    }
                }

                int status = Native.Window();
                _held = status == Status.Busy;
                if (_held)
                {
                    // Learning looks at a shot; what is due waits for the end of that.
                    return Status.NotReady;
                }

                if (status == Status.Ok && _count - _offset + _source.Backlog >= _hopBytes)
                {
                    // A newer window has come already: the processor is too slow for all of them.
                    Skipped++;
                }
                else if (status != Status.NotReady)
                {
                    return status;
                }
            }

            return Status.NotReady;
        }

        /// <summary>Takes the burst away from the engine, as for capturing.</summary>
        /// <returns>The bytes of all records; they stand at the start of <see cref="Records"/>.</returns>
        public int Divert()
        {
            int count = _offset == 0 ? _count : 0;
            _offset = _count;
            return count;
        }

        /// <summary>Tells the engine that samples are missing.</summary>
        public void Break()
        {
            _gap = true;
            Native.Gap();
        }

        /// <summary>Tells, once, whether windows before and after belong to different stretches of samples.</summary>
        /// <returns>True: there was a gap.</returns>
        public bool TakeGap()
        {
            bool gap = _gap;
            _gap = false;
            return gap;
        }

        // How long so many records take.
        private long Microseconds(int records)
        {
            return records * 1000000000L / _rate;
        }
    }
}
