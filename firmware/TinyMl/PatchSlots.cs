using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>Finds the newest valid record among the two slots of a memory.</summary>
    internal sealed class PatchSlots
    {
        private readonly IPatchStore _store;
        private readonly byte[] _piece;
        private readonly PatchRecord _record;
        private readonly int[] _states = new int[2];

        internal PatchSlots(IPatchStore store, byte[] piece, PatchRecord record)
        {
            _store = store;
            _piece = piece;
            _record = record;
        }

        /// <summary>The slot with the newest valid record; -1: none.</summary>
        internal int Newest { get; private set; } = -1;

        /// <summary>The sequence number of that record; 0: none.</summary>
        internal int Sequence { get; private set; }

        /// <summary>How often the memory was written.</summary>
        internal int Commits { get; private set; }

        /// <summary>The bytes of that record; 0: it says "the factory's", or there is none.</summary>
        internal int Bytes { get; private set; }

        /// <summary>The shots in that record.</summary>
        internal int Shots { get; private set; }

        /// <summary>A value indicating whether that record has parameters, and not the factory's.</summary>
        internal bool IsLearnt { get; private set; }

        /// <summary>Where the next record goes: never over the newest valid one.</summary>
        internal int Target => Newest == 0 ? 1 : 0;

        /// <summary>Tells whether a record is newer, over the wrap of the numbers.</summary>
        /// <param name="sequence">Its number.</param>
        /// <param name="than">The other's; fewer than 2^31 lie between.</param>
        /// <returns>True: it is.</returns>
        internal static bool IsNewer(int sequence, int than)
        {
            return unchecked(sequence - than) > 0;
        }

        /// <summary>What a slot came to: <see cref="Status.Ok"/>, or why its bytes are no record.</summary>
        internal int State(int slot)
        {
            return _states[slot];
        }

        /// <summary>Proves both slots; the newest valid record is left in the native part, to be imported.</summary>
        /// <returns>A status; below 0 the memory cannot be read, and nothing may be written to it.</returns>
        internal int Scan()
        {
            Newest = -1;
            Sequence = 0;
            Commits = 0;
            Bytes = 0;
            Shots = 0;
            IsLearnt = false;
            for (int slot = 0; slot < 2; slot++)
            {
                int status = Receive(slot);
                _states[slot] = status;
                if (status == Status.StoreAbsent || status == Status.StoreFailed || status == Status.Busy)
                {
                    return status;
                }

                if (status == Status.Ok && (Newest < 0 || IsNewer(_record.Sequence, Sequence)))
                {
                    Take(slot);
                }

                // A record of another model says truly how often the memory was written.
                bool counts = status == Status.Ok || status == Status.PatchModel;
                Commits = counts && IsNewer(_record.Commits, Commits) ? _record.Commits : Commits;
            }

            return Newest == 0 ? Receive(0) : Status.Ok;
        }

        /// <summary>Takes note that the sealed record was written to <see cref="Target"/>.</summary>
        internal void Wrote()
        {
            Take(Target);
            _states[Newest] = Status.Ok;
            Commits = _record.Commits;
        }

        /// <summary>Takes note that the slot which is not the newest was wiped.</summary>
        internal void Erased()
        {
            _states[Target] = Status.PatchNone;
        }

        private void Take(int slot)
        {
            Newest = slot;
            Sequence = _record.Sequence;
            Bytes = _record.Bytes > PatchRecord.HeaderBytes ? _record.Bytes : 0;
            Shots = _record.Shots;
            IsLearnt = _record.IsLearnt;
        }

        // Waits while the memory is busy; it says when it gives up.
        private int Receive(int slot)
        {
            Native.PatchStart();
            int status;
            do
            {
                status = _store.OpenToRead(slot);
            }
            while (status == Status.Again);

            while (status == Status.Ok && _record.Read() && _record.Left > 0)
            {
                int count = _record.Left < _piece.Length ? _record.Left : _piece.Length;
                do
                {
                    status = _store.Read(_piece, count);
                }
                while (status == Status.Again);

                status = status == Status.Ok ? Native.PatchReceive(_piece, 0, count) : status;
            }

            _store.Close();
            _record.Read();
            return status == Status.Ok ? Native.PatchCheck() : status;
        }
    }
}
