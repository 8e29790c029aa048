using System;
using TinyMl;

namespace NFUnitTest
{
    /// <summary>A sensor that lies still or is shaken about an axis, at 100 Hz, 4 g and 1000 degrees per second.</summary>
    internal sealed class FakeImu : IImu
    {
        /// <summary>The axis of a sensor that lies still.</summary>
        internal const int Still = -1;

        /// <summary>The angular rate of a strong shake, in LSB.</summary>
        internal const short Strong = 7500;

        private const int RecordBytes = 14;
        private const short Gravity = 8192;
        private readonly byte[] _layout = { RecordBytes, 0, 2, 4, 8, 10, 12 };
        private int _axis = Still;
        private short _rate;
        private int _waiting;
        private int _record;
        private bool _gap;

        /// <inheritdoc/>
        public SensorHealth Health { get; } = new SensorHealth();

        /// <inheritdoc/>
        public int State => Status.Ok;

        /// <inheritdoc/>
        public int Kind => 0x19;

        /// <inheritdoc/>
        public byte[] Layout => _layout;

        /// <inheritdoc/>
        int ISampleSource.RecordBytes => RecordBytes;

        /// <inheritdoc/>
        public int BurstRecords { get; set; } = ShakeModel.WindowRecords;

        /// <inheritdoc/>
        public int BufferRecords => 36;

        /// <inheritdoc/>
        public int PollMilliseconds => 40;

        /// <inheritdoc/>
        public int SampleRate => 100000;

        /// <inheritdoc/>
        public int AccelerationRange => 4;

        /// <inheritdoc/>
        public int RotationRange => 1000;

        /// <inheritdoc/>
        public int Backlog => _waiting * RecordBytes;

        /// <inheritdoc/>
        public int Configure(Model model)
        {
            return Status.Ok;
        }

        /// <summary>Lets records of a strong movement arrive.</summary>
        internal void Move(int axis, int records)
        {
            Move(axis, Strong, records);
        }

        /// <summary>Lets records of a movement at a given rate arrive.</summary>
        internal void Move(int axis, short rate, int records)
        {
            _axis = axis;
            _rate = rate;
            _waiting = records;
        }

        /// <summary>Loses samples before the next record.</summary>
        internal void Lose()
        {
            _gap = true;
        }

        /// <inheritdoc/>
        public int Poll(long now, byte[] records)
        {
            int room = records.Length / RecordBytes;
            int count = room < _waiting ? room : _waiting;
            for (int i = 0; i < count; i++)
            {
                Write(records, i * RecordBytes);
            }

            _waiting -= count;
            Health.Records += count;
            return count * RecordBytes;
        }

        /// <inheritdoc/>
        public bool TakeGap()
        {
            bool gap = _gap;
            _gap = false;
            return gap;
        }

        private void Write(byte[] records, int offset)
        {
            Array.Clear(records, offset, RecordBytes);
            Put(records, offset + 4, Gravity);
            if (_axis != Still)
            {
                // Ten records to one side, ten to the other: 5 Hz.
                Put(records, offset + 8 + (2 * _axis), _record / 10 % 2 == 0 ? _rate : (short)-_rate);
            }

            _record++;
        }

        private static void Put(byte[] records, int offset, short value)
        {
            records[offset] = (byte)(value >> 8);
            records[offset + 1] = (byte)value;
        }
    }
}
