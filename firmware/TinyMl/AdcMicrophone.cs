using System;
using System.Device.I2c;
using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// A microphone with an amplifier at an ADC on I2C that converts as fast as it is read: an MCP3021 (10 bits) or MCP3221
    /// (12 bits). The bus sets the rate, which is measured; native code resamples.
    /// </summary>
    /// <remarks>
    /// The ADC has no buffer: what sounds between two bursts is lost. A pause that is short is bridged by a straight line, so
    /// that time goes on, and counted; a longer one is a gap. So the application reads burst after burst and computes in
    /// between, <see cref="PollMilliseconds"/> from one burst to the next at most.
    /// </remarks>
    public sealed class AdcMicrophone : ISampleSource
    {
        /// <summary>The address of the part that is usually sold, MCP3021A5T.</summary>
        public const int DefaultI2cAddress = 0x4D;

        private const int BurstWords = 512;
        private const int WordBytes = 2;
        private const int SampleBytes = 2;

        // Longer pauses are gaps: a frame of the front end has 30 ms.
        private const long LongestBridge = 40000;

        // A bus that is slower or faster than when it was measured, by one part of so many.
        private const int RateTolerance = 10;

        private const int MeasuredBursts = 4;
        private const int MostRateRatio = 4;
        private const int StuckSeconds = 2;
        private const int MaxFailures = 5;

        private readonly SensorBus _bus;
        private readonly int _format;
        private readonly byte[] _words = new byte[BurstWords * WordBytes];
        private readonly int[] _pcm = new int[PcmState.Words];
        private readonly BackOff _backOff = new BackOff();
        private int _rateOut;
        private int _rateIn;
        private long _due;
        private int _measured;
        private long _spent;
        private long _begun;
        private long _taken;
        private int _failures;
        private bool _gap;

        /// <summary>Initializes a new instance of the <see cref="AdcMicrophone"/> class.</summary>
        /// <param name="device">The ADC on its bus.</param>
        /// <param name="format"><see cref="PcmFormat.Adc10"/> or <see cref="PcmFormat.Adc12"/>.</param>
        /// <exception cref="ArgumentNullException"><paramref name="device"/> is null.</exception>
        public AdcMicrophone(I2cDevice device, int format)
        {
            _bus = new SensorBus(device ?? throw new ArgumentNullException(), Health);
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

        /// <summary>Gets the most samples of a burst and the pause before it, at the lowest rate of the bus.</summary>
        public int BurstRecords => 1024;

        /// <summary>Gets 0: the ADC keeps nothing.</summary>
        public int BufferRecords => 0;

        /// <inheritdoc/>
        public int PollMilliseconds => 32;

        /// <inheritdoc/>
        public int Backlog => 0;

        /// <inheritdoc/>
        public int Configure(Model model)
        {
            int rate = model.Field(ModelField.SampleRate);
            if (rate < 4000000 || rate > 16000000)
            {
                return Status.SensorRange;
            }

            _rateOut = rate;
            _measured = 0;
            _spent = 0;
            _due = 0;
            return Status.Ok;
        }

        /// <inheritdoc/>
        public int Poll(long now, byte[] records)
        {
            if (now < _due || _rateOut == 0)
            {
                return 0;
            }

            long start = Native.Microseconds();
            if (!_bus.Read(_words, _words.Length))
            {
                return Failed(start);
            }

            long spent = Native.Microseconds() - start;
            _failures = 0;
            if (_measured < MeasuredBursts)
            {
                Measure(start, spent);
                return 0;
            }

            if (Differs(spent, BurstWords * 1000000000L / _rateIn))
            {
                Fail(start, Status.SensorRate);
                return 0;
            }

            return Convert(start, records);
        }

        /// <inheritdoc/>
        public bool TakeGap()
        {
            bool gap = _gap;
            _gap = false;
            return gap;
        }

        private static bool Differs(long time, long expected)
        {
            long difference = time > expected ? time - expected : expected - time;
            return difference > expected / RateTolerance;
        }

        // Words a second, from the time that bursts take.
        private void Measure(long now, long spent)
        {
            // Four zeros begin each word.
            if ((_words[0] & 0xF0) != 0)
            {
                Fail(now, Status.SensorKind);
                return;
            }

            _spent += spent;
            if (++_measured < MeasuredBursts)
            {
                return;
            }

            long rate = _spent == 0 ? 0 : MeasuredBursts * BurstWords * 1000000000L / _spent;
            if (rate < _rateOut || rate > (long)MostRateRatio * _rateOut
                || Native.PcmStart(_pcm, _format, (int)rate, _rateOut) != Status.Ok)
            {
                // Slower than the model's rate: such a bus does not carry its sound.
                Fail(now, Status.SensorRate);
                return;
            }

            _rateIn = (int)rate;
            Health.Setups++;
            State = Status.Ok;
            _backOff.Reset();
            Begin(now + spent);
        }

        private void Begin(long now)
        {
            _begun = now;
            _taken = 0;
            _gap = true;
        }

        private int Convert(long start, byte[] records)
        {
            // Samples that sounded since the beginning, less those that came or were bridged.
            long missing = ((start - _begun) * (_rateIn / 1000) / 1000000) - _taken;
            if (missing < 0)
            {
                // The bus is a trace faster than it was measured.
                _taken += missing;
                missing = 0;
            }

            Health.Lost += (int)(missing * _rateOut / _rateIn);
            if (missing * 1000000000L / _rateIn > LongestBridge)
            {
                Native.PcmStart(_pcm, _format, _rateIn, _rateOut);
                Begin(start);
                missing = 0;
            }

            int count = Native.PcmConvert(_pcm, _words, _words.Length, (int)missing, records);
            _taken += missing + BurstWords;
            if (_pcm[PcmState.Run] >= StuckSeconds * (_rateIn / 1000))
            {
                _gap = true;
                Fail(start, Status.SensorStuck);
                return 0;
            }

            Health.Records += count > 0 ? count / SampleBytes : 0;
            return count > 0 ? count : 0;
        }

        private int Failed(long now)
        {
            if (++_failures >= MaxFailures || State != Status.Ok)
            {
                _gap = true;
                Fail(now, _bus.Fault);
            }

            return 0;
        }

        // Starts from the beginning, later each time.
        private void Fail(long now, int fault)
        {
            State = fault;
            _measured = 0;
            _spent = 0;
            _failures = 0;
            _due = _backOff.Next(now);
        }
    }
}
