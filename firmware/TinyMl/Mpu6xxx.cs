using System;
using System.Device.I2c;

namespace TinyMl
{
    /// <summary>
    /// MPU-6050, MPU-6500 or MPU-6886 on I2C: reads whole records from the sensor's FIFO in bursts, notices every way in
    /// which the bus or the sensor can fail, and recovers without help.
    /// </summary>
    /// <remarks>A record is acceleration, temperature and angular rate, seven big-endian numbers in 14 bytes.</remarks>
    public sealed class Mpu6xxx : IImu
    {
        /// <summary>The address with the AD0 pin low.</summary>
        public const int DefaultI2cAddress = 0x68;

        /// <summary>Bytes of a record.</summary>
        public const int RecordBytes = 14;

        private const int MaxFailures = 5;
        private const long ResetMicroseconds = 100000;
        private const long StartMicroseconds = 50000;

        private const int Mpu6050FifoBytes = 1024;
        private const int Mpu6500FifoBytes = 512;

        private const int DefaultRate = 100000;
        private const int DefaultAcceleration = 4;
        private const int DefaultRotation = 1000;

        private readonly MpuBus _bus;
        private readonly byte[] _layout = { RecordBytes, 0, 2, 4, 8, 10, 12 };
        private readonly BackOff _backOff = new BackOff();
        private Phase _phase;
        private long _due;
        private long _lastRecord;
        private long _silence;
        private int _failures;
        private int _fifoBytes;
        private bool _realign;
        private bool _gap;
        private byte _divider = 9;
        private byte _accelRange = 0x08;
        private byte _gyroRange = 0x10;

        /// <summary>Initializes a new instance of the <see cref="Mpu6xxx"/> class: 100 Hz, 4 g, 1000 degrees per second.</summary>
        /// <param name="device">The sensor on its bus.</param>
        /// <exception cref="ArgumentNullException"><paramref name="device"/> is null.</exception>
        public Mpu6xxx(I2cDevice device)
        {
            _bus = new MpuBus(device ?? throw new ArgumentNullException(), Health);
            State = Status.Again;
            Configure(DefaultRate, DefaultAcceleration, DefaultRotation);
        }

        private enum Phase
        {
            Identify,
            Start,
            Settings,
            Running,
        }

        /// <inheritdoc/>
        public SensorHealth Health { get; } = new SensorHealth();

        /// <inheritdoc/>
        public int State { get; private set; }

        /// <inheritdoc/>
        public int Kind { get; private set; }

        /// <inheritdoc/>
        public byte[] Layout => _layout;

        /// <inheritdoc/>
        int ISampleSource.RecordBytes => RecordBytes;

        /// <inheritdoc/>
        public int BurstRecords => 16;

        /// <summary>Gets the whole records in the smallest FIFO of the family.</summary>
        public int BufferRecords => Mpu6500FifoBytes / RecordBytes;

        /// <inheritdoc/>
        public int PollMilliseconds => 40;

        /// <inheritdoc/>
        public int SampleRate { get; private set; }

        /// <inheritdoc/>
        public int AccelerationRange { get; private set; }

        /// <inheritdoc/>
        public int RotationRange { get; private set; }

        /// <inheritdoc/>
        public int Backlog { get; private set; }

        /// <inheritdoc/>
        public int Configure(Model model)
        {
            // A range that the model does not use stays as delivered.
            int acceleration = model.Field(ModelField.AccelerationRange);
            int rotation = model.Field(ModelField.RotationRange);
            return Configure(
                model.Field(ModelField.SampleRate),
                acceleration == 0 ? DefaultAcceleration : acceleration,
                rotation == 0 ? DefaultRotation : rotation);
        }

        /// <summary>Sets what the sensor shall deliver; it is set up anew.</summary>
        /// <param name="sampleRate">Records a second, in mHz.</param>
        /// <param name="accelerationRange">Range in g.</param>
        /// <param name="rotationRange">Range in degrees per second.</param>
        /// <returns><see cref="Status.Ok"/> or <see cref="Status.SensorRange"/>.</returns>
        public int Configure(int sampleRate, int accelerationRange, int rotationRange)
        {
            int divider = sampleRate > 0 ? (1000000 + (sampleRate / 2)) / sampleRate : 0;
            int accel = Doublings(accelerationRange, 2);
            int gyro = Doublings(rotationRange, 250);

            // The internal rate of 1 kHz can only be divided by whole numbers.
            if (divider < 1 || divider > 256 || accel < 0 || gyro < 0
                || Difference(1000000 / divider, sampleRate) > sampleRate / 100)
            {
                return Status.SensorRange;
            }

            SampleRate = sampleRate;
            AccelerationRange = accelerationRange;
            RotationRange = rotationRange;
            _divider = (byte)(divider - 1);
            _accelRange = (byte)(accel << 3);
            _gyroRange = (byte)(gyro << 3);
            _silence = 500000 + (4000L * divider);
            _phase = Phase.Identify;
            _due = 0;
            return Status.Ok;
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentException"><paramref name="records"/> holds no whole record.</exception>
        public int Poll(long now, byte[] records)
        {
            if (records.Length < RecordBytes)
            {
                throw new ArgumentException();
            }

            Backlog = 0;
            if (_phase == Phase.Running)
            {
                return ReadRecords(now, records);
            }

            if (now >= _due)
            {
                SetUp(now);
            }

            return 0;
        }

        /// <inheritdoc/>
        public bool TakeGap()
        {
            bool gap = _gap;
            _gap = false;
            return gap;
        }

        private static int Doublings(int value, int first)
        {
            for (int i = 0; i < 4; i++)
            {
                if (value == first << i)
                {
                    return i;
                }
            }

            return -1;
        }

        private static int Difference(int a, int b)
        {
            return a > b ? a - b : b - a;
        }

        // One phase a call, so that nothing else has to wait for the sensor.
        private void SetUp(long now)
        {
            switch (_phase)
            {
                case Phase.Identify:
                    if (!_bus.Read(MpuRegister.WhoAmI, 1))
                    {
                        Fail(now, _bus.Fault);
                    }
                    else if (!Knows(_bus.First))
                    {
                        Fail(now, Status.SensorKind);
                    }
                    else
                    {
                        bool reset = _bus.Write(MpuRegister.PowerManagement1, MpuRegister.PowerReset);
                        Go(now, Phase.Start, ResetMicroseconds, reset);
                    }

                    break;

                case Phase.Start:
                    bool awake = _bus.Write(MpuRegister.PowerManagement1, MpuRegister.PowerClockFromGyro);
                    Go(now, Phase.Settings, StartMicroseconds, awake);
                    break;

                default:
                    if (!WriteSettings())
                    {
                        Fail(now, _bus.Fault);
                    }
                    else if (!SettingsHold())
                    {
                        Fail(now, Status.SensorSettings);
                    }
                    else
                    {
                        Run(now);
                    }

                    break;
            }
        }

        private void Go(long now, Phase next, long wait, bool done)
        {
            if (done)
            {
                _phase = next;
                _due = now + wait;
            }
            else
            {
                Fail(now, _bus.Fault);
            }
        }

        private void Run(long now)
        {
            if (!ResetFifo())
            {
                Fail(now, _bus.Fault);
                return;
            }

            Health.Setups++;
            State = Status.Ok;
            _phase = Phase.Running;
            _failures = 0;
            _lastRecord = now;
            _gap = true;
        }

        // Starts from the beginning, later each time.
        private void Fail(long now, int fault)
        {
            State = fault;
            _phase = Phase.Identify;
            _due = _backOff.Next(now);
            _failures = 0;
            _realign = false;
        }

        private bool Knows(byte kind)
        {
            Kind = kind;
            _fifoBytes = kind == MpuRegister.Mpu6500 ? Mpu6500FifoBytes : Mpu6050FifoBytes;
            return kind == MpuRegister.Mpu6050 || kind == MpuRegister.Mpu6500 || kind == MpuRegister.Mpu6886;
        }

        private byte FifoSources()
        {
            return Kind == MpuRegister.Mpu6886 ? MpuRegister.FifoAllMpu6886 : MpuRegister.FifoAllMpu6050;
        }

        private bool WriteSettings()
        {
            return _bus.Write(MpuRegister.UserControl, 0)
                && _bus.Write(MpuRegister.Config, MpuRegister.Filter42Hz)
                && _bus.Write(MpuRegister.SampleRateDivider, _divider)
                && _bus.Write(MpuRegister.GyroConfig, _gyroRange)
                && _bus.Write(MpuRegister.AccelConfig, _accelRange)
                && (Kind == MpuRegister.Mpu6050 || _bus.Write(MpuRegister.AccelConfig2, MpuRegister.Filter42Hz))
                && _bus.Write(MpuRegister.InterruptEnable, MpuRegister.InterruptFifoOverflow)
                && _bus.Write(MpuRegister.FifoEnable, FifoSources());
        }

        private bool SettingsHold()
        {
            return Holds(MpuRegister.Config, MpuRegister.Filter42Hz)
                && Holds(MpuRegister.SampleRateDivider, _divider)
                && Holds(MpuRegister.GyroConfig, _gyroRange)
                && Holds(MpuRegister.AccelConfig, _accelRange)
                && (Kind == MpuRegister.Mpu6050 || Holds(MpuRegister.AccelConfig2, MpuRegister.Filter42Hz))
                && Holds(MpuRegister.FifoEnable, FifoSources());
        }

        private bool Holds(byte register, byte value)
        {
            return _bus.Read(register, 1) && _bus.First == value;
        }

        private bool ResetFifo()
        {
            // Reading the status clears an overflow that was seen already.
            return _bus.Write(MpuRegister.UserControl, MpuRegister.UserFifoReset)
                && _bus.Write(MpuRegister.UserControl, MpuRegister.UserFifoEnable)
                && _bus.Read(MpuRegister.InterruptStatus, 1);
        }

        private int ReadRecords(long now, byte[] records)
        {
            if (_realign && !Realign(now))
            {
                return Failed(now);
            }

            if (!_bus.Read(MpuRegister.InterruptStatus, 1))
            {
                return Failed(now);
            }

            bool overflow = (_bus.First & MpuRegister.InterruptFifoOverflow) != 0;
            if (!_bus.Read(MpuRegister.FifoCountHigh, 2))
            {
                return Failed(now);
            }

            int available = _bus.Word;
            if (overflow || available >= _fifoBytes)
            {
                // The FIFO's length is no multiple of a record's: what is in there is not aligned any more.
                Health.Overflows++;
                _gap = true;
                return Realign(now) ? 0 : Failed(now);
            }

            int room = records.Length < available ? records.Length : available;
            int count = room - (room % RecordBytes);
            if (count == 0)
            {
                if (now - _lastRecord > _silence)
                {
                    // A sensor that lost power for a moment answers, but sleeps.
                    Health.Silences++;
                    _gap = true;
                    Fail(now, Status.SensorSilent);
                }

                return 0;
            }

            if (!_bus.ReadFifo(records, count))
            {
                // Nobody knows how many bytes left the FIFO.
                _gap = true;
                _realign = true;
                return Failed(now);
            }

            _failures = 0;
            _backOff.Reset();
            _lastRecord = now;
            Backlog = available - count;
            Health.Records += count / RecordBytes;
            return count;
        }

        private bool Realign(long now)
        {
            _realign = !ResetFifo();
            _lastRecord = now;
            return !_realign;
        }

        private int Failed(long now)
        {
            if (++_failures >= MaxFailures)
            {
                _gap = true;
                Fail(now, _bus.Fault);
            }

            return 0;
        }
    }
}
