using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Device.I2s;
using nanoFramework.Hardware.Esp32;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// The I2S controller of an ESP32 as nanoFramework drives it: frames of two 32-bit slots go to DMA buffers of 256 frames;
    /// finished buffers wait in a queue, whose oldest is lost when it is full; reading waits for what is not there yet.
    /// </summary>
    public sealed class SimulatedI2s
    {
        /// <summary>Frames of a DMA buffer.</summary>
        public const int BufferFrames = 256;

        // What managed code gets of a frame: the upper half of each slot.
        private const int FrameBytes = 4;
        private const int DmaFrameBytes = 8;
        private const int LeastBuffers = 2;

        private readonly BoardClock _clock;
        private readonly Queue<byte[]> _free = new Queue<byte[]>();
        private readonly Queue<byte[]> _finished = new Queue<byte[]>();
        private byte[] _filling;
        private byte[] _reading;
        private int _filled;
        private int _read;
        private int _capacity;
        private double _period;
        private double _nextFrame;
        private double _sample;
        private bool _hears;

        /// <summary>Initializes a new instance of the <see cref="SimulatedI2s"/> class without a microphone.</summary>
        /// <param name="clock">The board's time.</param>
        public SimulatedI2s(BoardClock clock)
        {
            _clock = clock;
        }

        /// <summary>Gets or sets the microphone; null: none is connected.</summary>
        public SimulatedMicrophone Microphone { get; set; }

        /// <summary>Gets the faults; add at will.</summary>
        public List<I2sFault> Faults { get; } = new List<I2sFault>();

        /// <summary>Gets the frames that were lost because nobody read them, or by a fault.</summary>
        public long LostFrames { get; private set; }

        /// <summary>Gets how often the driver was installed.</summary>
        public int Starts { get; private set; }

        internal void Start(I2sConnectionSettings settings, Dictionary<DeviceFunction, int> pins)
        {
            int buffers = settings.BufferSize / (BufferFrames * DmaFrameBytes);
            bool pdm = (settings.Mode & I2sMode.Pdm) != 0;
            I2sMode mode = settings.Mode & ~I2sMode.Pdm;
            if (mode != (I2sMode.Master | I2sMode.Rx) || settings.BitsPerSample != I2sBitsPerSample.Bit16
                || settings.ChannelFormat != I2sChannelFormat.RightLeft)
            {
                throw new NotSupportedException("The virtual board has a master that receives frames of two 16-bit samples.");
            }

            if (_period > 0 || buffers < LeastBuffers || IsOn(I2sFaultKind.OpenFails, _clock.Microseconds))
            {
                throw new ArgumentException();
            }

            // A clock that goes nowhere, or one that the microphone does not understand, wakes none.
            _hears = Microphone != null && pins.ContainsKey(DeviceFunction.I2S1_WS) && pins.ContainsKey(DeviceFunction.I2S1_MDATA_IN)
                && (pdm ? Microphone.Kind == MicrophoneKind.Pdm
                    : Microphone.Kind == MicrophoneKind.I2s && pins.ContainsKey(DeviceFunction.I2S1_BCK));
            _capacity = buffers - 1;
            _period = 1e6 / settings.SampleRate;
            _nextFrame = _clock.Microseconds + Period(_clock.Microseconds);
            _finished.Clear();
            _free.Clear();
            for (int i = 0; i < buffers; i++)
            {
                _free.Enqueue(new byte[BufferFrames * FrameBytes]);
            }

            _filling = _free.Dequeue();
            _reading = new byte[BufferFrames * FrameBytes];
            _filled = 0;
            _read = _reading.Length;
            Starts++;
        }

        internal void Stop()
        {
            _period = 0;
        }

        internal void Read(Span<byte> bytes)
        {
            if (IsOn(I2sFaultKind.ReadFails, _clock.Microseconds))
            {
                throw new ArgumentException();
            }

            Advance();
            while (bytes.Length > 0)
            {
                if (_read == _reading.Length)
                {
                    while (_finished.Count == 0)
                    {
                        _clock.WaitUntil((long)Math.Ceiling(_nextFrame));
                        Advance();
                    }

                    _free.Enqueue(_reading);
                    _reading = _finished.Dequeue();
                    _read = 0;
                }

                int count = Math.Min(bytes.Length, _reading.Length - _read);
                _reading.AsSpan(_read, count).CopyTo(bytes);
                bytes = bytes.Slice(count);
                _read += count;
            }
        }

        private bool IsOn(I2sFaultKind kind, double microseconds)
        {
            return Active(kind, microseconds) != null;
        }

        private I2sFault Active(I2sFaultKind kind, double microseconds)
        {
            for (int i = 0; i < Faults.Count; i++)
            {
                if (Faults[i].IsOn(kind, microseconds))
                {
                    return Faults[i];
                }
            }

            return null;
        }

        private double Period(double microseconds)
        {
            I2sFault wrong = Active(I2sFaultKind.WrongRate, microseconds);
            return wrong == null ? _period : _period / wrong.Factor;
        }

        private void Advance()
        {
            for (long now = _clock.Microseconds; _nextFrame <= now; _nextFrame += Period(_nextFrame))
            {
                bool plugged = _hears && !IsOn(I2sFaultKind.Unplugged, _nextFrame);
                if (!IsOn(I2sFaultKind.Stuck, _nextFrame))
                {
                    _sample = plugged ? Microphone.Sample(_nextFrame) : 0;
                }

                // The left slot; nobody drives the line in the right one.
                BinaryPrimitives.WriteInt16LittleEndian(_filling.AsSpan(_filled), (short)Math.Round(_sample));
                _filled += FrameBytes;
                if (_filled == _filling.Length)
                {
                    Finish(_nextFrame);
                }
            }
        }

        private void Finish(double now)
        {
            _filled = 0;
            if (IsOn(I2sFaultKind.DroppedBuffers, now))
            {
                LostFrames += BufferFrames;
                return;
            }

            if (_finished.Count == _capacity)
            {
                _free.Enqueue(_finished.Dequeue());
                LostFrames += BufferFrames;
            }

            _finished.Enqueue(_filling);
            _filling = _free.Dequeue();
        }
    }
}
