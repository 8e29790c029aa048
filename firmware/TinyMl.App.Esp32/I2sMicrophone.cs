using System;
using System.Device.I2s;
using TinyMl.Interop;

namespace TinyMl.App
{
    /// <summary>
    /// A digital microphone on I2S, with pulse-density output or a standard one. The controller's DMA buffers go on filling
    /// while a slice of an inference or an adaptation runs; here they are read one by one.
    /// </summary>
    /// <remarks>
    /// It stands here and not in the library because firmware without I2S lacks the native part of System.Device.I2s, and
    /// refuses an application that refers to it.
    /// Reading waits for what is not there yet, and the whole runtime with it, and nothing tells how much is there. So it is
    /// reckoned: a buffer is read when it must be full. That time is set a little earlier from buffer to buffer, until a read
    /// has to wait: its end is the time at which a buffer became full. By whole buffers later than reckoned means that they
    /// were lost; by less, or no wait at all, that the clock has another rate.
    /// </remarks>
    public sealed class I2sMicrophone : ISampleSource
    {
        // nanoFramework's DMA buffers have 256 frames of two 32-bit slots, of which it hands over the upper halves. One of
        // them is always being filled.
        private const int BufferFrames = 256;
        private const int Buffers = 8;
        private const int DmaFrameBytes = 8;
        private const int FrameBytes = 4;
        private const int SampleBytes = 2;

        // The first buffers have the microphone's start in them, the next ones show the clock's rate.
        private const int FirstBuffers = 4;
        private const int MeasuredBuffers = 8;

        // A rate may be wrong by one part of so many, and the reckoned time goes ahead by another one.
        private const int RateTolerance = 50;
        private const int AheadPart = 64;

        // After so many buffers the rate is known well enough; a rate that is far off shows as losses in quick succession, or
        // as so many buffers for none of which a read had to wait.
        private const int EnoughBuffers = 64;
        private const int MostQuickLosses = 4;
        private const int MostPromptReads = 2 * AheadPart;

        private readonly I2sConnectionSettings _settings;
        private readonly int _format;
        private readonly byte[] _frames = new byte[BufferFrames * FrameBytes];
        private readonly int[] _pcm = new int[PcmState.Words];
        private readonly BackOff _backOff = new BackOff();
        private I2sDevice _device;
        private int _rate;
        private long _period;
        private long _due;
        private int _buffers;
        private long _anchor;
        private int _taken;
        private int _prompt;
        private int _quickLosses;
        private bool _gap;
        private bool _works;

        /// <summary>Initializes a new instance of the <see cref="I2sMicrophone"/> class.</summary>
        /// <param name="settings">The bus, and <see cref="I2sMode.Pdm"/> for a microphone with pulse-density output.</param>
        /// <param name="format">The microphone's slot, <see cref="PcmFormat.Left"/> or <see cref="PcmFormat.Right"/>.</param>
        /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
        public I2sMicrophone(I2sConnectionSettings settings, int format)
        {
            _settings = settings ?? throw new ArgumentNullException();
            _settings.Mode |= I2sMode.Master | I2sMode.Rx;
            _settings.BitsPerSample = I2sBitsPerSample.Bit16;

            // A single channel comes at half of the rate: for each sample nanoFramework takes a frame of two slots.
            _settings.ChannelFormat = I2sChannelFormat.RightLeft;
            _settings.BufferSize = Buffers * BufferFrames * DmaFrameBytes;
            _format = format;
            State = Status.Again;
        }

        /// <inheritdoc/>
        public SensorHealth Health { get; } = new SensorHealth();

        /// <inheritdoc/>
        public int State { get; private set; }

        /// <inheritdoc/>
        public int Kind => 0;

        /// <inheritdoc/>
        public int RecordBytes => SampleBytes;

        /// <inheritdoc/>
        public int BurstRecords => BufferFrames;

        /// <inheritdoc/>
        public int BufferRecords => (Buffers - 1) * BufferFrames;

        /// <inheritdoc/>
        public int PollMilliseconds => 8;

        /// <inheritdoc/>
        public int Backlog { get; private set; }

        /// <inheritdoc/>
        public int Configure(Model model)
        {
            int rate = model.Field(ModelField.SampleRate);
            if (rate < 4000000 || rate > 48000000 || rate % 1000 != 0)
            {
                return Status.SensorRange;
            }

            Close();
            _rate = rate / 1000;
            _settings.SampleRate = _rate;
            _period = BufferFrames * 1000000L / _rate;
            _due = 0;
            return Status.Ok;
        }

        /// <inheritdoc/>
        public int Poll(long now, byte[] records)
        {
            Backlog = 0;
            if (now < _due || _rate == 0)
            {
                return 0;
            }

            if (_device == null)
            {
                Open(now);
                return 0;
            }

            if (_buffers < FirstBuffers + MeasuredBuffers)
            {
                Measure(now, records);
                return 0;
            }

            CountOverflow(now);
            long start = Native.Microseconds();
            int count = Read(records);
            if (count <= 0)
            {
                return 0;
            }

            Reckon(start, Native.Microseconds());
            if (_pcm[PcmState.Run] >= _rate)
            {
                _gap = true;
                Fail(now, Status.SensorStuck);
                return 0;
            }

            Health.Records += count / SampleBytes;
            return _device == null ? 0 : count;
        }

        /// <inheritdoc/>
        public bool TakeGap()
        {
            bool gap = _gap;
            _gap = false;
            return gap;
        }

        private void Open(long now)
        {
            if (Native.PcmStart(_pcm, _format, _rate, _rate) != Status.Ok)
            {
                Fail(now, Status.SensorRange);
                return;
            }

            try
            {
                _device = I2sDevice.Create(_settings);
                _buffers = 0;
            }
            catch (Exception)
            {
                Health.OtherErrors++;
                Fail(now, Status.SensorAbsent);
            }
        }

        // Each of these reads waits for the end of a buffer.
        private void Measure(long now, byte[] records)
        {
            if (Read(records) <= 0)
            {
                return;
            }

            long end = Native.Microseconds();
            _buffers++;
            if (_buffers == FirstBuffers)
            {
                _anchor = end;
            }

            if (_buffers < FirstBuffers + MeasuredBuffers)
            {
                return;
            }

            if (IsFar(end - _anchor, MeasuredBuffers * _period))
            {
                Fail(now, Status.SensorRate);
            }
            else if (_pcm[PcmState.Run] >= MeasuredBuffers * BufferFrames)
            {
                // Any microphone has noise.
                Fail(now, _works ? Status.SensorStuck : Status.SensorAbsent);
            }
            else
            {
                Run(end);
            }
        }

        private void Run(long now)
        {
            Health.Setups++;
            State = Status.Ok;
            _works = true;
            _gap = true;
            _backOff.Reset();
            _prompt = 0;
            _quickLosses = 0;
            Anchor(now);
        }

        // At this time a buffer became full.
        private void Anchor(long now)
        {
            _anchor = now;
            _taken = 0;
            _due = now + _period - (_period / AheadPart);
        }

        // Full buffers that nobody has read.
        private int Waiting(long now)
        {
            return (int)((now - _anchor) / _period) - _taken;
        }

        // More than there are: the oldest ones gave way.
        private void CountOverflow(long now)
        {
            int lost = Waiting(now) - (Buffers - 1);
            if (lost > 0)
            {
                Health.Overflows++;
                Lose(lost);
                _taken += lost;
                _due += lost * _period;
            }
        }

        private int Read(byte[] records)
        {
            try
            {
                _device.Read(new SpanByte(_frames));
            }
            catch (Exception)
            {
                _gap = true;
                Health.OtherErrors++;
                Fail(Native.Microseconds(), Status.SensorBus);
                return 0;
            }

            return Native.PcmConvert(_pcm, _frames, _frames.Length, 0, records);
        }

        // When the next buffer will be full, from when this one was.
        private void Reckon(long start, long end)
        {
            long ahead = _period / AheadPart;
            bool late = Waiting(start) > 1;
            _taken++;
            if (end - start >= (late ? _period / 4 : ahead))
            {
                _prompt = 0;
                Waited(end);
            }
            else if (late)
            {
                // There must have been more than one: that there was one tells nothing.
                _due += _period;
                Backlog = Waiting(end) * BufferFrames * SampleBytes;
            }
            else
            {
                _prompt++;
                _due += _period - ahead;
            }

            if (_quickLosses > MostQuickLosses || _prompt > MostPromptReads)
            {
                _gap = true;
                Fail(end, Status.SensorRate);
            }
        }

        // A buffer became full at this very time.
        private void Waited(long end)
        {
            long elapsed = end - _anchor;
            int lost = (int)((elapsed + (_period / 2)) / _period) - _taken;
            if (lost > 0)
            {
                Lose(lost);
                _quickLosses = _taken < EnoughBuffers ? _quickLosses + 1 : 0;
                Anchor(end);
            }
            else if (_taken < EnoughBuffers)
            {
                _due = end + _period - (_period / AheadPart);
            }
            else
            {
                _quickLosses = IsFar(elapsed, _taken * _period) ? MostQuickLosses + 1 : 0;
                Anchor(end);
            }
        }

        private void Lose(int buffers)
        {
            _gap = true;
            Health.Lost += buffers * BufferFrames;
        }

        // Starts from the beginning, later each time.
        private void Fail(long now, int fault)
        {
            Close();
            State = fault;
            _due = _backOff.Next(now);
        }

        private void Close()
        {
            if (_device != null)
            {
                _device.Dispose();
                _device = null;
            }
        }

        private static bool IsFar(long time, long expected)
        {
            long difference = time > expected ? time - expected : expected - time;
            return difference > expected / RateTolerance;
        }
    }
}
