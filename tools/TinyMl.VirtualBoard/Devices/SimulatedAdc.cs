using System;
using System.Buffers.Binary;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// An MCP3021 or MCP3221 behind a microphone and its amplifier: each word that is read is a conversion, and takes 18 clocks
    /// of the bus. Its input rests near the middle of its range.
    /// </summary>
    public sealed class SimulatedAdc : II2cTarget
    {
        private const int AddressClocks = 9;
        private const int WordClocks = 18;

        // Of an electret amplifier, and where its output rests, as parts of the range.
        private const double NoiseDeviation = 0.0007;
        private const double Rest = 0.52;

        private readonly BoardClock _clock;
        private readonly SimulatedI2cBus _bus;
        private readonly SimulatedMicrophone _microphone;
        private readonly int _bits;
        private readonly Random _random;
        private int _code;

        /// <summary>Initializes a new instance of the <see cref="SimulatedAdc"/> class.</summary>
        /// <param name="clock">The board's time, which a burst moves on.</param>
        /// <param name="bus">Its bus.</param>
        /// <param name="microphone">The microphone, with <see cref="MicrophoneKind.Mcp3021"/> or <see cref="MicrophoneKind.Mcp3221"/>.</param>
        /// <param name="seed">Seed of the amplifier's noise.</param>
        public SimulatedAdc(BoardClock clock, SimulatedI2cBus bus, SimulatedMicrophone microphone, int seed)
        {
            _clock = clock;
            _bus = bus;
            _microphone = microphone;
            _bits = microphone.Kind == MicrophoneKind.Mcp3021 ? 10 : 12;
            _random = new Random(seed);
        }

        /// <summary>Gets or sets a value indicating whether it converts the same voltage over and over.</summary>
        public bool IsStuck { get; set; }

        /// <inheritdoc/>
        public void PowerOn()
        {
        }

        /// <summary>Takes nothing: there are no registers.</summary>
        /// <param name="bytes">The bytes.</param>
        public void Write(ReadOnlySpan<byte> bytes)
        {
        }

        /// <inheritdoc/>
        public void Read(Span<byte> bytes)
        {
            double clock = 1e6 / _bus.Hertz;
            double time = _clock.Microseconds + (AddressClocks * clock);
            for (; bytes.Length >= 2; bytes = bytes.Slice(2), time += WordClocks * clock)
            {
                Sample(time);
                BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)(_code << (12 - _bits)));
            }

            _clock.WaitUntil((long)Math.Round(time));
        }

        private void Sample(double time)
        {
            if (!IsStuck)
            {
                double part = Rest + Noise.Next(_random, NoiseDeviation) + (_microphone.Sample(time) / 65536);
                _code = (int)Math.Clamp(Math.Floor(part * (1 << _bits)), 0, (1 << _bits) - 1);
            }
        }
    }
}
