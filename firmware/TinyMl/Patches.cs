using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// Keeps what was learnt: loads the newest valid patch at start, writes a new one when something was learnt, forgets, and
    /// lets patches out and in.
    /// </summary>
    /// <remarks>
    /// A record is written to the slot that does not hold the newest valid one, so whenever power fails the memory has the
    /// old patch or the new one. Forgetting is a record, too, without parameters; only when that is there the other slot is
    /// wiped, so that no older patch can come back. Memories wear: records are written at most once in a while, and what is
    /// learnt meanwhile waits. The shots are kept with the parameters where the memory has room for all that the model stores.
    /// </remarks>
    public sealed class Patches
    {
        /// <summary>What <see cref="Step"/> returns where nothing is to be done.</summary>
        internal const int Nothing = int.MaxValue;

        private const long ImportMicros = 30000000;
        private const int NoContents = 0;
        private const int Parameters = 1;
        private const int ParametersAndShots = 3;

        private readonly Model _model;
        private readonly Log _log;
        private readonly IPatchStore _store;
        private readonly long _interval;
        private readonly PatchRecord _record = new PatchRecord();
        private readonly PatchSlots _slots;
        private readonly PatchWriter _writer;
        private bool _isKnown;
        private bool _hasLearnt;
        private bool _changed;
        private bool _forgets;
        private bool _erases;
        private bool _imports;
        private bool _replaces;
        private int _basis;
        private int _next;
        private int _fault;
        private int _exported;
        private int _toExport;
        private long _importEnds;
        private long _nextCommit;

        /// <summary>Initializes a new instance of the <see cref="Patches"/> class.</summary>
        /// <param name="model">The model that learns.</param>
        /// <param name="log">Where loading and saving is logged, and where patches are exported to.</param>
        /// <param name="store">The memory.</param>
        /// <param name="commitSeconds">The memory is written at most once in so many seconds.</param>
        public Patches(Model model, Log log, IPatchStore store, int commitSeconds)
        {
            byte[] piece = new byte[store.PieceBytes];
            _model = model;
            _log = log;
            _store = store;
            _interval = commitSeconds * 1000000L;
            _slots = new PatchSlots(store, piece, _record);
            _writer = new PatchWriter(store, piece);
        }

        /// <summary>Gets what stands in the way of keeping what was learnt; <see cref="Status.Ok"/>: nothing.</summary>
        public int Fault => _model.CanLearn ? _fault : _model.IsOpen ? Status.Unsupported : _model.State;

        /// <summary>Gets the sequence number of what is active; 0: nothing was ever learnt.</summary>
        public int Sequence => _changed ? _next : _basis;

        /// <summary>Gets the bytes of the kept patch; 0: there is none.</summary>
        public int KeptBytes => _slots.Bytes;

        /// <summary>Gets the number of shots that are kept.</summary>
        public int KeptShots => _slots.Shots;

        /// <summary>Gets how often the memory was written.</summary>
        public int Commits => _slots.Commits;

        /// <summary>Gets the slot with the kept patch; -1: none.</summary>
        public int Slot => _slots.Newest;

        /// <summary>Gets a value indicating whether something is not kept yet.</summary>
        public bool IsPending => _changed || _forgets;

        /// <summary>Gets a value indicating whether the memory is being written.</summary>
        public bool IsWriting => _writer.IsBusy || _erases;

        /// <summary>Gets a value indicating whether the active parameters must stay as they are and the staged ones are in use.</summary>
        public bool HoldsParameters => _writer.IsBusy || _exported < _toExport || _imports;

        // Shots are kept where even a full store fits, so that a memory does not keep some today and none tomorrow.
        private int Contents => _record.MostBytes <= _store.SlotBytes ? ParametersAndShots : Parameters;

        /// <summary>Gets the record that was sealed or received last.</summary>
        internal PatchRecord Record => _record;

        /// <summary>Loads the newest valid patch, and logs what became of each slot.</summary>
        public void Load()
        {
            if (!_model.CanLearn)
            {
                return;
            }

            int status = Scan();
            if (status == Status.Ok && _slots.Newest >= 0)
            {
                status = Native.PatchImport();
                _hasLearnt = status == Status.Ok && _slots.IsLearnt;
            }

            for (int slot = 0; slot < 2 && status == Status.Ok; slot++)
            {
                if (_slots.State(slot) < 0 && _slots.State(slot) != Status.PatchNone)
                {
                    _log.Error(_slots.State(slot));
                }
            }

            if (status < 0)
            {
                _log.Error(status);
            }
            else
            {
                _log.PatchLoaded(this);
            }
        }

        /// <summary>Takes note that the active parameters changed.</summary>
        public void Learnt()
        {
            _next = unchecked(Sequence + 1);
            _hasLearnt = true;
            _changed = true;
            _forgets = false;
        }

        /// <summary>Takes note that a shot was stored.</summary>
        public void Labelled()
        {
            if (Contents == ParametersAndShots)
            {
                _next = _changed ? _next : unchecked(_basis + 1);
                _changed = true;
                _forgets = false;
            }
        }

        /// <summary>Takes note that the factory's parameters are back, and forgets what was kept.</summary>
        public void Forget()
        {
            _hasLearnt = false;
            _changed = false;
            _forgets = _slots.Bytes > 0 || !_isKnown;
            _nextCommit = 0;
        }

        /// <summary>Makes one operation of the memory, or sends one line of a patch, if there is something to do.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="mayWrite">False: no new record is begun, for what it consists of is changing.</param>
        /// <returns>Milliseconds until there is more to do; <see cref="Nothing"/>.</returns>
        public int Step(long now, bool mayWrite)
        {
            if (_imports)
            {
                _imports = now < _importEnds;
                return Nothing;
            }

            if (_exported < _toExport)
            {
                if (_log.Quiet)
                {
                    return Nothing;
                }

                _log.PatchLine(_exported++);
                return 0;
            }

            if (mayWrite && !IsWriting && IsPending && now >= _nextCommit)
            {
                Begin(now);
            }

            if (_writer.IsBusy)
            {
                int status = _writer.Step();
                if (status != Status.Again)
                {
                    End(status, now);
                }

                return _writer.IsWaiting ? 1 : 0;
            }

            return _erases ? Erase(now) : Nothing;
        }

        /// <summary>Finishes what holds the parameters: an import is abandoned, the rest is done.</summary>
        /// <param name="now">The time in microseconds.</param>
        public void Release(long now)
        {
            _imports = false;
            while (HoldsParameters)
            {
                Step(now, false);
            }
        }

        /// <summary>Starts to send what was learnt.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>A status; the lines follow, one a step, and <see cref="Record"/> tells how many.</returns>
        public int Export(long now)
        {
            Release(now);
            int status = _model.CanLearn ? Status.Ok : Fault;
            status = status == Status.Ok && !_hasLearnt ? Status.PatchNone : status;
            status = status == Status.Ok ? Native.PatchSeal(Sequence, Commits, Parameters) : status;
            if (status == Status.Ok)
            {
                _record.Read();
                _exported = 0;
                _toExport = _record.Lines;
            }

            return status;
        }

        /// <summary>Starts to receive a patch.</summary>
        /// <param name="replaces">True: it may be older than what was learnt here.</param>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>A status.</returns>
        public int Import(bool replaces, long now)
        {
            Release(now);
            int status = _model.CanLearn ? Native.PatchStart() : Fault;
            _imports = status == Status.Ok;
            _replaces = replaces;
            _importEnds = now + ImportMicros;
            return status;
        }

        /// <summary>Takes a line of a patch; with the last one the whole patch becomes active and is kept.</summary>
        /// <param name="text">The line.</param>
        /// <param name="count">Its characters.</param>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>The line's number, or a status below 0; <see cref="Record"/> tells whether lines are missing.</returns>
        public int TakeLine(byte[] text, int count, long now)
        {
            if (!_imports)
            {
                return Status.PatchImport;
            }

            _importEnds = now + ImportMicros;
            int line = Native.PatchTakeLine(text, 0, count);
            _record.Read();
            int status = line;
            if (line == 0 && _hasLearnt && !_replaces && !IsNewHere())
            {
                status = Status.PatchStale;
            }

            if (status >= 0 && _record.Left == 0)
            {
                status = Activate();
                _imports = false;
            }

            // A damaged line can be sent again; a patch that is refused can not.
            _imports = _imports && (status >= 0 || status == Status.PatchLine || status == Status.PatchOrder);
            return status < 0 ? status : line;
        }

        // Where nothing was ever learnt or kept, every patch is.
        private bool IsNewHere()
        {
            return (Sequence == 0 && !_hasLearnt) || PatchSlots.IsNewer(_record.Sequence, Sequence);
        }

        private int Activate()
        {
            // An inference under way has begun with other parameters.
            int status = _model.Restart();
            status = status == Status.Ok ? Native.PatchImport() : status;
            if (status == Status.Ok)
            {
                _next = IsNewHere() ? _record.Sequence : unchecked(Sequence + 1);
                _hasLearnt = _record.IsLearnt;
                _changed = _hasLearnt;
                _forgets = !_hasLearnt;
                _nextCommit = 0;
            }

            return status;
        }

        private int Scan()
        {
            _fault = _slots.Scan();
            _isKnown = _fault == Status.Ok;
            if (_isKnown)
            {
                _basis = _slots.Sequence;
                _erases = NeedsErasing();
            }

            return _fault;
        }

        // A slot that nothing is known of may hold the only valid patch: it is looked at before one is written.
        private void Begin(long now)
        {
            int status = _isKnown ? Status.Ok : Scan();
            if (status == Status.Ok && _forgets && _slots.Bytes == 0)
            {
                _forgets = false;
                return;
            }

            if (status == Status.Ok && !_erases)
            {
                // What the memory turned out to hold late may be newer.
                bool follows = _changed && (_slots.Newest < 0 || PatchSlots.IsNewer(_next, _basis));
                _next = follows ? _next : unchecked(_basis + 1);
                status = Native.PatchSeal(_next, unchecked(Commits + 1), _forgets ? NoContents : Contents);
                _record.Read();
                _writer.Start(_slots.Target, _record.Bytes);
            }

            if (status < 0)
            {
                Fail(status, now);
            }
        }

        private void End(int status, long now)
        {
            if (status < 0)
            {
                Fail(status, now);
                return;
            }

            _fault = Status.Ok;
            _basis = _record.Sequence;
            _slots.Wrote();
            _changed = false;
            _forgets = false;
            _erases = NeedsErasing();
            _nextCommit = now + _interval;
            _log.PatchSaved(now, this);
        }

        private bool NeedsErasing()
        {
            return _slots.Newest >= 0 && _slots.Bytes == 0 && _slots.State(_slots.Target) != Status.PatchNone;
        }

        private int Erase(long now)
        {
            int status = _store.Erase(_slots.Target);
            if (status == Status.Again)
            {
                return 1;
            }

            _erases = false;
            if (status < 0)
            {
                Fail(status, now);
            }
            else
            {
                _slots.Erased();
            }

            return Nothing;
        }

        private void Fail(int status, long now)
        {
            _fault = status;
            _nextCommit = now + _interval;
            _log.Error(status);
        }
    }
}
