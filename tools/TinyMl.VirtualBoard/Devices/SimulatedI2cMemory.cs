using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// An I2C EEPROM (24LC32 to 24LC512) or FRAM (MB85RC64 to MB85RC512) at register level: two address bytes, then data. Its
    /// contents outlive the board.
    /// </summary>
    /// <remarks>
    /// As the data sheets have it. EEPROM (Microchip DS20001203): data go to a page buffer whose address rolls over at the
    /// page's end; the stop condition starts the write cycle, which refreshes the whole page and during which nothing is
    /// acknowledged; an address alone starts none; reads roll over at the memory's end. FRAM (Fujitsu DS501-00017): bytes are
    /// written as they come, across everything, without a delay.
    /// What a power failure leaves of the page under way is not specified, so any of its bytes may be old, new or neither;
    /// of an FRAM's transfer a first part is written.
    /// </remarks>
    public sealed class SimulatedI2cMemory : II2cTarget
    {
        private const long MicrosPerByte = 23;

        private readonly byte[] _bytes;
        private readonly int _page;
        private readonly long _writeMicros;
        private BoardClock _clock;
        private PowerSupply _power;
        private int _address;
        private long _busyUntil;

        /// <summary>Initializes a new instance of the <see cref="SimulatedI2cMemory"/> class, never written.</summary>
        /// <param name="bytes">Its size, a power of two.</param>
        /// <param name="pageBytes">An EEPROM's page; 0: an FRAM.</param>
        /// <param name="writeMilliseconds">How long an EEPROM's write cycle takes.</param>
        public SimulatedI2cMemory(int bytes, int pageBytes, int writeMilliseconds)
        {
            _bytes = new byte[bytes];
            _page = pageBytes;
            _writeMicros = writeMilliseconds * 1000L;
            PageCycles = new int[pageBytes == 0 ? 1 : bytes / pageBytes];
            Array.Fill(_bytes, (byte)0xFF);
        }

        /// <summary>Gets the contents, to look at and to spoil.</summary>
        public Span<byte> Bytes => _bytes;

        /// <summary>Gets the write cycles of each page; of an FRAM the transfers with data.</summary>
        public int[] PageCycles { get; }

        /// <summary>Gets the page size; 0: an FRAM.</summary>
        public int PageBytes => _page;

        /// <summary>Gets the milliseconds of a write cycle.</summary>
        public int WriteMilliseconds => (int)(_writeMicros / 1000);

        /// <summary>Gets or sets a page that is worn out: it keeps what it holds.</summary>
        public int WornPage { get; set; } = -1;

        /// <summary>Gets how often an address was not acknowledged because a write cycle was under way.</summary>
        public int Polls { get; private set; }

        /// <inheritdoc/>
        public bool Acknowledges
        {
            get
            {
                _power.Check();
                _clock.Spend(MicrosPerByte);
                bool ready = _clock.Microseconds >= _busyUntil;
                Polls += ready ? 0 : 1;
                return ready;
            }
        }

        /// <inheritdoc/>
        public void PowerOn()
        {
            _address = 0;
            _busyUntil = 0;
        }

        /// <inheritdoc/>
        public void Write(ReadOnlySpan<byte> bytes)
        {
            _clock.Spend(MicrosPerByte * bytes.Length);
            if (bytes.Length < 2)
            {
                return;
            }

            _address = ((bytes[0] << 8) | bytes[1]) & (_bytes.Length - 1);
            if (bytes.Length > 2 && _page == 0)
            {
                WriteThrough(bytes.Slice(2).ToArray());
            }
            else if (bytes.Length > 2)
            {
                WritePage(bytes.Slice(2));
            }
        }

        /// <inheritdoc/>
        public void Read(Span<byte> bytes)
        {
            _clock.Spend(MicrosPerByte * bytes.Length);
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = _bytes[_address];
                _address = (_address + 1) & (_bytes.Length - 1);
            }
        }

        /// <summary>Joins a board.</summary>
        internal void Connect(BoardClock clock, PowerSupply power)
        {
            _clock = clock;
            _power = power;
            PowerOn();
        }

        private void WriteThrough(byte[] data)
        {
            PageCycles[0]++;
            _power.Operate(() => Put(data, data.Length), () => Put(data, _power.Chance.Next(data.Length)));
        }

        private void Put(byte[] data, int count)
        {
            for (int i = 0; i < count; i++)
            {
                _bytes[_address] = data[i];
                _address = (_address + 1) & (_bytes.Length - 1);
            }
        }

        private void WritePage(ReadOnlySpan<byte> data)
        {
            int start = _address & ~(_page - 1);
            byte[] buffer = _bytes.AsSpan(start, _page).ToArray();
            for (int i = 0; i < data.Length; i++)
            {
                buffer[_address & (_page - 1)] = data[i];
                _address = start | ((_address + 1) & (_page - 1));
            }

            int page = start / _page;
            PageCycles[page]++;
            if (page == WornPage)
            {
                _bytes.AsSpan(start, _page).CopyTo(buffer);
            }

            _busyUntil = _clock.Microseconds + _writeMicros;
            _power.Operate(() => buffer.CopyTo(_bytes, start), () => Spoil(start, buffer));
        }

        private void Spoil(int start, byte[] page)
        {
            int kinds = _power.Chance.Next(1, 4);
            for (int i = 0; i < page.Length; i++)
            {
                int kind = _power.Chance.Next(kinds);
                _bytes[start + i] = kind == 0 ? page[i] : kind == 1 ? _bytes[start + i] : (byte)_power.Chance.Next(256);
            }
        }
    }
}
