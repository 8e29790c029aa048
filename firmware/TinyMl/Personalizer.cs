using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// Learns from labels: keeps in mind which inference a label would mean, stores shots, and adapts the model in slices.
    /// </summary>
    /// <remarks>
    /// An event is always remembered. Between events the most gesture-like window is, so that a gesture that the model
    /// missed can be labelled too. The engine holds one mark; how long the older one is kept is counted in windows.
    /// </remarks>
    public sealed class Personalizer
    {
        private readonly Model _model;
        private readonly Patches _patches;
        private readonly Log _log;
        private readonly int _sliceMacs;
        private readonly int _seed;
        private readonly int _eventWindows;
        private readonly int _candidateWindows;
        private readonly int[] _learn = new int[LearnField.Count];
        private int _markAge;
        private int _markLife;
        private int _markStrength = -1;
        private int _started;
        private long _micros;

        /// <summary>Initializes a new instance of the <see cref="Personalizer"/> class.</summary>
        /// <param name="model">The model that learns.</param>
        /// <param name="patches">Where is kept what was learnt.</param>
        /// <param name="log">Where adaptations are logged.</param>
        /// <param name="sliceMacs">Multiply-accumulates of one slice.</param>
        /// <param name="seed">Makes every adaptation reproducible.</param>
        /// <param name="eventWindows">For so many windows a mere candidate does not replace an event.</param>
        /// <param name="candidateWindows">For so many windows a weaker candidate does not replace a stronger one.</param>
        public Personalizer(
            Model model, Patches patches, Log log, int sliceMacs, int seed, int eventWindows, int candidateWindows)
        {
            _model = model;
            _patches = patches;
            _log = log;
            Adaptations = new AdaptationLog(log);
            _sliceMacs = sliceMacs;
            _seed = seed;
            _eventWindows = eventWindows;
            _candidateWindows = candidateWindows;
        }

        /// <summary>
        /// Gets or sets a value indicating whether a label starts an adaptation; one under way is finished either way.
        /// </summary>
        public bool IsOn { get; set; } = true;

        /// <summary>Gets a value indicating whether an adaptation is under way.</summary>
        public bool IsBusy { get; private set; }

        /// <summary>Gets the last adaptations.</summary>
        public AdaptationLog Adaptations { get; }

        /// <summary>Gets what learning has done, figures in the order of <see cref="LearnField"/>.</summary>
        public int[] Learn => _learn;

        /// <summary>Looks at a finished inference and marks it if a label would mean it.</summary>
        /// <param name="change">What the detector made of it.</param>
        /// <param name="idleClass">The class that is no event; -1: none.</param>
        public void OnWindow(DetectorChange change, int idleClass)
        {
            if (!_model.CanLearn)
            {
                return;
            }

            _markAge++;
            if (change == DetectorChange.Started)
            {
                Mark(256, _eventWindows);
                return;
            }

            int strength = Strength(_model.Scores, idleClass);
            if (strength > _markStrength || _markAge > _markLife)
            {
                if (_markStrength < 256 || _markAge > _markLife)
                {
                    Mark(strength, _candidateWindows);
                }
            }
        }

        /// <summary>
        /// Stores the marked inference as a shot of a class and, when on, starts an adaptation; one under way begins anew.
        /// </summary>
        /// <param name="label">The class.</param>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>A status.</returns>
        public int Label(int label, long now)
        {
            _patches.Release(now);
            int status = Native.Label(label);
            if (status == Status.Ok)
            {
                // One under way knew nothing of this shot: the engine has given it up.
                bool adapts = IsOn || IsBusy;
                IsBusy = false;
                _markStrength = -1;
                _patches.Labelled();
                status = Native.ReadLearn(_learn);
                status = status < 0 ? status : adapts ? Adapt() : Status.Ok;
            }

            return status;
        }

        /// <summary>Starts an adaptation to the shots stored so far.</summary>
        /// <returns>A status.</returns>
        public int Adapt()
        {
            if (!_model.CanLearn)
            {
                return _model.IsOpen ? Status.Unsupported : _model.State;
            }

            if (!IsBusy)
            {
                IsBusy = true;
                _micros = 0;
                _started++;
            }

            return Status.Ok;
        }

        /// <summary>Begins an adaptation under way anew, for the engine has given it up.</summary>
        public void BeginAnew()
        {
            if (IsBusy)
            {
                IsBusy = false;
                Adapt();
            }
        }

        /// <summary>Gives up an adaptation under way: what it would have changed is there in another form.</summary>
        public void GiveUp()
        {
            IsBusy = false;
        }

        /// <summary>Runs one slice of the adaptation under way; at its end the guard has decided, which is logged.</summary>
        /// <param name="now">The time in microseconds.</param>
        public void Step(long now)
        {
            if (_patches.HoldsParameters)
            {
                return;
            }

            long start = Native.Microseconds();
            int status = Native.Adapt(_sliceMacs, _seed + _started);
            _micros += Native.Microseconds() - start;
            if (status == Status.Again)
            {
                return;
            }

            IsBusy = false;
            if (status == Status.Ok)
            {
                status = Native.ReadLearn(_learn);
            }

            if (status < 0)
            {
                _log.Error(status);
            }
            else
            {
                Adaptations.Add(now, _started, _micros, _learn);
                if (_learn[LearnField.Decision] == Decision.Confirmed)
                {
                    _patches.Learnt();
                }
            }
        }

        /// <summary>Forgets everything learnt, and what was kept of it.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <returns>A status.</returns>
        public int Factory(long now)
        {
            _patches.Release(now);
            IsBusy = false;
            _markStrength = -1;

            // An inference under way has begun with other parameters.
            int status = _model.IsOpen ? _model.Restart() : _model.State;
            status = status == Status.Ok ? Native.Factory() : status;
            if (status == Status.Ok)
            {
                _patches.Forget();
            }

            int count = status == Status.Ok ? Native.ReadLearn(_learn) : status;
            return count < 0 ? count : Status.Ok;
        }

        // How little the window looks like nothing; without such a class, how sure the model is.
        private static int Strength(byte[] scores, int idleClass)
        {
            if (idleClass >= 0)
            {
                return 255 - scores[idleClass];
            }

            int strength = 0;
            for (int c = 0; c < scores.Length; c++)
            {
                strength = scores[c] > strength ? scores[c] : strength;
            }

            return strength;
        }

        private void Mark(int strength, int life)
        {
            if (Native.Mark() == Status.Ok)
            {
                _markStrength = strength;
                _markLife = life;
                _markAge = 0;
            }
        }
    }
}
