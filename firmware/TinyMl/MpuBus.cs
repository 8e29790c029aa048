using System.Device.I2c;

namespace TinyMl
{
    /// <summary>The sensor's registers over I2C.</summary>
    internal sealed class MpuBus
    {
        private readonly SensorBus _bus;
        private readonly byte[] _register = new byte[1];
        private readonly byte[] _setting = new byte[2];
        private readonly byte[] _answer = new byte[2];

        internal MpuBus(I2cDevice device, SensorHealth health)
        {
            _bus = new SensorBus(device, health);
        }

        /// <summary>The status of the last transfer that failed.</summary>
        internal int Fault => _bus.Fault;

        /// <summary>The first byte that was read last.</summary>
        internal byte First => _answer[0];

        /// <summary>The two bytes that were read last, as one number.</summary>
        internal int Word => (_answer[0] << 8) | _answer[1];

        internal bool Read(byte register, int count)
        {
            _register[0] = register;
            return _bus.WriteRead(_register, _answer, count);
        }

        internal bool ReadFifo(byte[] bytes, int count)
        {
            _register[0] = MpuRegister.FifoReadWrite;
            return _bus.WriteRead(_register, bytes, count);
        }

        internal bool Write(byte register, byte value)
        {
            _setting[0] = register;
            _setting[1] = value;
            return _bus.Write(_setting);
        }
    }
}
