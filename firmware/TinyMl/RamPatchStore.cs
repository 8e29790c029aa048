using System;

namespace TinyMl
{
    /// <summary>
    /// A store for boards without a lasting memory: patches can be exported, imported and forgotten, and end with the power.
    /// </summary>
    public sealed class RamPatchStore : IPatchStore
    {
        private readonly byte[][] _slots = new byte[2][];
        private readonly int[] _lengths = new int[2];
        private int _slot;
        private int _position;

        /// <summary>Initializes a new instance of the <see cref="RamPatchStore"/> class with empty slots.</summary>
        /// <param name="slotBytes">The bytes of each slot.</param>
        public RamPatchStore(int slotBytes)
        {
            SlotBytes = slotBytes;
            _slots[0] = new byte[slotBytes];
            _slots[1] = new byte[slotBytes];
        }

        /// <inheritdoc/>
        public int SlotBytes { get; }

        /// <inheritdoc/>
        public int PieceBytes => 64;

        /// <inheritdoc/>
        public int OpenToRead(int slot)
        {
            _slot = slot;
            _position = 0;
            return _lengths[slot] == 0 ? Status.PatchNone : Status.Ok;
        }

        /// <inheritdoc/>
        public int Read(byte[] bytes, int count)
        {
            if (count > _lengths[_slot] - _position)
            {
                return Status.PatchCut;
            }

            Array.Copy(_slots[_slot], _position, bytes, 0, count);
            _position += count;
            return Status.Ok;
        }

        /// <inheritdoc/>
        public int OpenToWrite(int slot)
        {
            _slot = slot;
            _position = 0;
            _lengths[slot] = 0;
            return Status.Ok;
        }

        /// <inheritdoc/>
        public int Write(byte[] bytes, int count)
        {
            if (count > SlotBytes - _position)
            {
                return Status.StoreSize;
            }

            Array.Copy(bytes, 0, _slots[_slot], _position, count);
            _position += count;
            _lengths[_slot] = _position;
            return Status.Ok;
        }

        /// <inheritdoc/>
        public int Close()
        {
            return Status.Ok;
        }

        /// <inheritdoc/>
        public int Erase(int slot)
        {
            _lengths[slot] = 0;
            Array.Clear(_slots[slot], 0, SlotBytes);
            return Status.Ok;
        }
    }
}
