using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>Writes the sealed record to a slot, piece by piece, and compares what the slot holds then.</summary>
    internal sealed class PatchWriter
    {
        private const int Idle = 0;
        private const int Opening = 1;
        private const int Writing = 2;
        private const int Closing = 3;
        private const int Reopening = 4;
        private const int Comparing = 5;
        private const int Ending = 6;

        private readonly IPatchStore _store;
        private readonly byte[] _piece;
        private int _phase;
        private int _slot;
        private int _bytes;
        private int _position;

        internal PatchWriter(IPatchStore store, byte[] piece)
        {
            _store = store;
            _piece = piece;
        }

        internal bool IsBusy => _phase != Idle;

        /// <summary>True: the last step did nothing, for the memory is busy.</summary>
        internal bool IsWaiting { get; private set; }

        /// <summary>Starts to write.</summary>
        /// <param name="slot">Where.</param>
        /// <param name="bytes">The record's length.</param>
        internal void Start(int slot, int bytes)
        {
            _slot = slot;
            _bytes = bytes;
            _position = 0;
            _phase = Opening;
        }

        /// <summary>Makes one operation of the memory.</summary>
        /// <returns><see cref="Status.Ok"/>: the record is there to stay; <see cref="Status.Again"/>: go on; else the fault.</returns>
        internal int Step()
        {
            int status = Operate();
            IsWaiting = status == Status.Again;
            if (status < 0)
            {
                _store.Close();
                _phase = Idle;
                return status;
            }

            if (status == Status.Ok && _position == 0)
            {
                _phase++;
            }

            if (_phase > Ending)
            {
                _phase = Idle;
                return Status.Ok;
            }

            return Status.Again;
        }

        // The position is 0 whenever a phase is at its end.
        private int Operate()
        {
            switch (_phase)
            {
                case Opening:
                    return _bytes > _store.SlotBytes ? Status.StoreSize : _store.OpenToWrite(_slot);

                case Reopening:
                    return _store.OpenToRead(_slot);

                case Writing:
                case Comparing:
                    return Move();

                default:
                    return _store.Close();
            }
        }

        private int Move()
        {
            int left = _bytes - _position;
            int count = left < _piece.Length ? left : _piece.Length;
            int status = _phase == Writing ? Native.PatchRead(_position, _piece, 0, count) : _store.Read(_piece, count);
            if (status == Status.Ok)
            {
                status = _phase == Writing ? _store.Write(_piece, count) : Native.PatchCompare(_position, _piece, 0, count);
            }

            if (status == Status.Ok)
            {
                _position = left == count ? 0 : _position + count;
            }

            return status;
        }
    }
}
