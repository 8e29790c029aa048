using System;
using System.Device.I2c;
using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// A store in an I2C EEPROM (24LC32 to 24LC512 and their kin) or FRAM (MB85RC64 to MB85RC512), for boards without a file
    /// system.
    /// </summary>
    /// <remarks>
    /// An EEPROM writes within a page, and a page at a time: it refreshes all bytes of the page for some milliseconds and
    /// acknowledges nothing meanwhile, and a power failure may spoil any of them. So each slot begins with a page, every
    /// write is at most one, and a memory that does not acknowledge for a while after a write is busy, not absent.
    /// An FRAM has no pages and is never busy. Memories with one address byte, or with a block bit in the device's address
    /// (24LC16, 24LC1025), are not supported.
    /// </remarks>
    public sealed class EepromPatchStore : IPatchStore
    {
        /// <summary>The address of such a memory whose three address pins are low.</summary>
        public const int DefaultI2cAddress = 0x50;

        private const int AddressBytes = 2;
        private const int MaxBytes = 65536;
        private const int MaxFaults = 3;

        // A slow memory, or one at the end of its life, takes longer than it should.
        private const int Patience = 4;

        private readonly I2cDevice _device;
        private readonly int _writeMicros;
        private readonly byte[] _address = new byte[AddressBytes];
        private readonly byte[] _page;
        private readonly byte[] _blank;
        private bool _used;
        private long _busyUntil;
        private int _faults;
        private int _start;
        private int _position;
        private int _eraseSlot = -1;

        /// <summary>Initializes a new instance of the <see cref="EepromPatchStore"/> class.</summary>
        /// <param name="device">The memory on its bus.</param>
        /// <param name="bytes">Its size: 65536 at most; each slot has half of it.</param>
        /// <param name="pageBytes">What it writes at once; for an FRAM what a transfer shall carry, such as 64.</param>
        /// <param name="writeMilliseconds">How long it takes to write a page, at most; 0 for an FRAM.</param>
        /// <exception cref="ArgumentException">A size is no power of two, or out of range.</exception>
        public EepromPatchStore(I2cDevice device, int bytes, int pageBytes, int writeMilliseconds)
        {
            bool powers = (bytes & (bytes - 1)) == 0 && (pageBytes & (pageBytes - 1)) == 0;
            if (!powers || pageBytes < 8 || bytes < 2 * pageBytes || bytes > MaxBytes || writeMilliseconds < 0)
            {
                throw new ArgumentException();
            }

            _device = device;
            _writeMicros = writeMilliseconds * 1000;
            _page = new byte[AddressBytes + pageBytes];
            _blank = new byte[pageBytes];
            SlotBytes = bytes / 2;
            PieceBytes = pageBytes;
            for (int i = 0; i < pageBytes; i++)
            {
                _blank[i] = 0xFF;
            }
        }

        /// <inheritdoc/>
        public int SlotBytes { get; }

        /// <inheritdoc/>
        public int PieceBytes { get; }

        /// <inheritdoc/>
        public int OpenToRead(int slot)
        {
            return Open(slot);
        }

        /// <inheritdoc/>
        public int Read(byte[] bytes, int count)
        {
            if (count > SlotBytes - _position)
            {
                return Status.PatchCut;
            }

            Address(_address, _start + _position);
            int status = Transfer(_address, AddressBytes, bytes, count);
            _position += status == Status.Ok ? count : 0;
            return status;
        }

        /// <inheritdoc/>
        public int OpenToWrite(int slot)
        {
            return Open(slot);
        }

        /// <inheritdoc/>
        public int Write(byte[] bytes, int count)
        {
            if (count > SlotBytes - _position)
            {
                return Status.StoreSize;
            }

            int status = WritePage(_start + _position, bytes, count);
            _position += status == Status.Ok ? count : 0;
            return status;
        }

        /// <inheritdoc/>
        public int Close()
        {
            // Acknowledge polling: an address without data starts nothing.
            Address(_address, _start);
            return Transfer(_address, AddressBytes, _address, 0);
        }

        /// <inheritdoc/>
        public int Erase(int slot)
        {
            if (_eraseSlot != slot)
            {
                _eraseSlot = slot;
                _start = slot * SlotBytes;
                _position = SlotBytes;
            }

            int status = _position > 0
                ? WritePage(_start + _position - PieceBytes, _blank, PieceBytes)
                : Close();
            if (status == Status.Ok && _position > 0)
            {
                _position -= PieceBytes;
                status = Status.Again;
            }

            if (status != Status.Again)
            {
                _eraseSlot = -1;
            }

            return status;
        }

        private static void Address(byte[] bytes, int address)
        {
            bytes[0] = (byte)(address >> 8);
            bytes[1] = (byte)address;
        }

        private int Open(int slot)
        {
            _eraseSlot = -1;
            _faults = 0;
            _start = slot * SlotBytes;
            _position = 0;
            return Status.Ok;
        }

        private int WritePage(int address, byte[] bytes, int count)
        {
            Address(_page, address);
            Array.Copy(bytes, 0, _page, AddressBytes, count);
            int status = Transfer(_page, AddressBytes + count, _page, 0);
            if (status == Status.Ok)
            {
                Occupy();
            }

            return status;
        }

        private void Occupy()
        {
            _busyUntil = Native.Microseconds() + ((long)Patience * _writeMicros);
        }

        private int Transfer(byte[] write, int writeCount, byte[] read, int readCount)
        {
            if (!_used)
            {
                // The processor may have been reset in the middle of a write.
                _used = true;
                Occupy();
            }

            I2cTransferStatus status;
            try
            {
                status = readCount == 0
                    ? _device.Write(new SpanByte(write, 0, writeCount)).Status
                    : _device.WriteRead(new SpanByte(write, 0, writeCount), new SpanByte(read, 0, readCount)).Status;
            }
            catch (Exception)
            {
                // Some targets report a broken bus so.
                status = I2cTransferStatus.UnknownError;
            }

            if (status == I2cTransferStatus.FullTransfer)
            {
                _faults = 0;
                return Status.Ok;
            }

            bool absent = status == I2cTransferStatus.SlaveAddressNotAcknowledged;
            if (absent && Native.Microseconds() < _busyUntil)
            {
                return Status.Again;
            }

            // The same bytes to the same place again do no harm.
            _faults++;
            return _faults < MaxFaults ? Status.Again : absent ? Status.StoreAbsent : Status.StoreFailed;
        }
    }
}
