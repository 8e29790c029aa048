using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// An MPU-6050, MPU-6500 or MPU-6886 at register level, moved by a motion source in the board's time.
    /// </summary>
    public sealed class SimulatedMpu : II2cTarget
    {
        private const int SampleRateDivider = 0x19;
        private const int Config = 0x1A;
        private const int GyroConfig = 0x1B;
        private const int AccelConfig = 0x1C;
        private const int FifoEnable = 0x23;
        private const int InterruptStatus = 0x3A;
        private const int AccelData = 0x3B;
        private const int TemperatureData = 0x41;
        private const int GyroData = 0x43;
        private const int UserControl = 0x6A;
        private const int PowerManagement1 = 0x6B;
        private const int FifoCountHigh = 0x72;
        private const int FifoReadWrite = 0x74;
        private const int WhoAmI = 0x75;
        private const byte OverflowBit = 0x10;
        private const byte FifoOnBit = 0x40;
        private const byte FifoResetBit = 0x04;
        private const byte ResetBit = 0x80;
        private const byte SleepBit = 0x40;
        private const double DegreesPerRadian = 180 / Math.PI;

        private readonly MpuKind _kind;
        private readonly BoardClock _clock;
        private readonly IMotionSource _motion;
        private readonly byte[] _registers = new byte[128];
        private readonly byte[] _fifo;
        private readonly Random _noise;
        private readonly double _noiseLsb;
        private int _fifoStart;
        private int _fifoCount;
        private byte _lastFifoByte;
        private int _address;
        private long _nextSample;

        /// <summary>Initializes a new instance of the <see cref="SimulatedMpu"/> class, just powered on.</summary>
        /// <param name="kind">Which sensor of the family.</param>
        /// <param name="clock">The board's time.</param>
        /// <param name="motion">What moves it.</param>
        /// <param name="noiseLsb">Standard deviation of the noise of every channel, in LSB.</param>
        /// <param name="seed">Seed of the noise.</param>
        public SimulatedMpu(MpuKind kind, BoardClock clock, IMotionSource motion, double noiseLsb = 0, int seed = 0)
        {
            _kind = kind;
            _clock = clock;
            _motion = motion;
            _noiseLsb = noiseLsb;
            _noise = new Random(seed);
            Identity = (byte)kind;
            _fifo = new byte[kind == MpuKind.Mpu6500 ? 512 : 1024];
            PowerOn();
        }

        /// <summary>Gets the samples put into the FIFO so far.</summary>
        public long Samples { get; private set; }

        /// <summary>Gets the bytes in the FIFO.</summary>
        public int FifoBytes => _fifoCount;

        /// <summary>Gets or sets what WHO_AM_I answers; another number is a sensor of another family.</summary>
        public byte Identity { get; set; }

        /// <inheritdoc/>
        public void PowerOn()
        {
            Array.Clear(_registers, 0, _registers.Length);
            _registers[PowerManagement1] = _kind == MpuKind.Mpu6500 ? (byte)1 : SleepBit;
            ClearFifo();
            Restart();
        }

        /// <inheritdoc/>
        public void Write(ReadOnlySpan<byte> bytes)
        {
            Advance();
            if (bytes.Length == 0)
            {
                return;
            }

            _address = bytes[0] & 0x7F;
            for (int i = 1; i < bytes.Length; i++)
            {
                WriteRegister(_address, bytes[i]);
                Next();
            }
        }

        /// <inheritdoc/>
        public void Read(Span<byte> bytes)
        {
            Advance();
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = ReadRegister(_address);
                Next();
            }
        }

        private static double Saturate(double value)
        {
            return Math.Min(32767, Math.Max(-32768, Math.Round(value, MidpointRounding.AwayFromZero)));
        }

        // A burst stays at the FIFO's register, and walks through all others.
        private void Next()
        {
            if (_address != FifoReadWrite)
            {
                _address = (_address + 1) & 0x7F;
            }
        }

        private byte ReadRegister(int register)
        {
            switch (register)
            {
                case WhoAmI:
                    return Identity;

                case InterruptStatus:
                    byte status = _registers[InterruptStatus];
                    _registers[InterruptStatus] = 0;
                    return status;

                case FifoCountHigh:
                    return (byte)(_fifoCount >> 8);

                case FifoCountHigh + 1:
                    return (byte)_fifoCount;

                case FifoReadWrite:
                    return TakeByte();

                default:
                    return _registers[register];
            }
        }

        private void WriteRegister(int register, byte value)
        {
            switch (register)
            {
                case PowerManagement1:
                    if ((value & ResetBit) != 0)
                    {
                        PowerOn();
                        return;
                    }

                    bool asleep = IsAsleep;
                    _registers[register] = value;
                    if (asleep && !IsAsleep)
                    {
                        Restart();
                    }

                    break;

                case UserControl:
                    // The FIFO is only cleared while it is off; the bit clears itself.
                    if ((value & FifoResetBit) != 0 && (value & FifoOnBit) == 0)
                    {
                        ClearFifo();
                    }

                    _registers[register] = (byte)(value & ~FifoResetBit);
                    break;

                case WhoAmI:
                case InterruptStatus:
                case FifoCountHigh:
                case FifoCountHigh + 1:
                    break;

                case SampleRateDivider:
                case Config:
                    _registers[register] = value;
                    Restart();
                    break;

                default:
                    _registers[register] = value;
                    break;
            }
        }

        private bool IsAsleep => (_registers[PowerManagement1] & SleepBit) != 0;

        // Without the low-pass filter the gyroscope runs at 8 kHz.
        private long Period()
        {
            int filter = _registers[Config] & 7;
            return (filter == 0 || filter == 7 ? 125 : 1000) * (1L + _registers[SampleRateDivider]);
        }

        private void Restart()
        {
            _nextSample = _clock.Microseconds + Period();
        }

        private void Advance()
        {
            long now = _clock.Microseconds;
            if (IsAsleep)
            {
                return;
            }

            for (long period = Period(); _nextSample <= now; _nextSample += period)
            {
                Sample(_nextSample * 1e-6);
            }
        }

        private void Sample(double seconds)
        {
            Motion motion = _motion.At(seconds);
            double perAcceleration = 32768.0 / (2 << ((_registers[AccelConfig] >> 3) & 3)) / Motion.Gravity;
            double perRate = 32768.0 / (250 << ((_registers[GyroConfig] >> 3) & 3)) * DegreesPerRadian;
            Put(AccelData, motion.Ax * perAcceleration);
            Put(AccelData + 2, motion.Ay * perAcceleration);
            Put(AccelData + 4, motion.Az * perAcceleration);
            Put(TemperatureData, 0);
            Put(GyroData, motion.Gx * perRate);
            Put(GyroData + 2, motion.Gy * perRate);
            Put(GyroData + 4, motion.Gz * perRate);
            if ((_registers[UserControl] & FifoOnBit) != 0)
            {
                FillFifo();
            }
        }

        private void Put(int register, double value)
        {
            if (_noiseLsb > 0 && register != TemperatureData)
            {
                value += Noise.Next(_noise, _noiseLsb);
            }

            int raw = (int)Saturate(value);
            _registers[register] = (byte)(raw >> 8);
            _registers[register + 1] = (byte)raw;
        }

        // In the order of the registers, whatever is enabled.
        private void FillFifo()
        {
            int enabled = _registers[FifoEnable];
            bool together = _kind == MpuKind.Mpu6886;
            bool gyro = (enabled & 0x10) != 0;
            Samples++;
            Push((enabled & 0x08) != 0, AccelData, 6);
            Push(together ? gyro : (enabled & 0x80) != 0, TemperatureData, 2);
            Push(together ? gyro : (enabled & 0x40) != 0, GyroData, 2);
            Push(together ? gyro : (enabled & 0x20) != 0, GyroData + 2, 2);
            Push(gyro, GyroData + 4, 2);
        }

        private void Push(bool enabled, int register, int count)
        {
            for (int i = 0; i < count && enabled; i++)
            {
                if (_fifoCount == _fifo.Length)
                {
                    // The oldest byte is lost: from here on records are not aligned.
                    _fifoStart = (_fifoStart + 1) % _fifo.Length;
                    _fifoCount--;
                    _registers[InterruptStatus] |= OverflowBit;
                }

                _fifo[(_fifoStart + _fifoCount) % _fifo.Length] = _registers[register + i];
                _fifoCount++;
            }
        }

        private byte TakeByte()
        {
            if (_fifoCount > 0)
            {
                _lastFifoByte = _fifo[_fifoStart];
                _fifoStart = (_fifoStart + 1) % _fifo.Length;
                _fifoCount--;
            }

            return _lastFifoByte;
        }

        private void ClearFifo()
        {
            _fifoStart = 0;
            _fifoCount = 0;
        }
    }
}
