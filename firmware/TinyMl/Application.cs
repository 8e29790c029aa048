using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// The whole device as one loop: source, window, model, detector, personalizer, log. The model says which source it wants.
    /// <see cref="Step"/> does one short piece of work and says how long there is nothing to do; waiting is the caller's.
    /// </summary>
    public sealed class Application
    {
        private const long MetricsInterval = 1000000;
        private const long ReminderInterval = 10000000;

        private static readonly byte[] ClassText = Line.Word("class");
        private static readonly byte[] ScoreText = Line.Word("score");
        private static readonly byte[] InferMicrosText = Line.Word("infer_us");
        private static readonly byte[] WindowsText = Line.Word("windows");
        private static readonly byte[] GapsText = Line.Word("gaps");
        private static readonly byte[] LostText = Line.Word("lost");
        private static readonly byte[] ErrorsText = Line.Word("bus_errors");

        private readonly IImu _imu;
        private readonly ISampleSource _microphone;
        private readonly Commands _commands;
        private SampleWindow _window;
        private Detector _detector;
        private readonly byte[] _text;
        private long _nextPoll;
        private long _nextMetrics = MetricsInterval;
        private long _inferMicros;
        private long _lastInferMicros;
        private long _nextSensorLine;
        private int _loggedErrors;
        private int _loggedGaps;
        private int _loggedOverflows;
        private int _idleClass = -1;
        private int _sensorState = Status.Again;

        /// <summary>Initializes a new instance of the <see cref="Application"/> class.</summary>
        /// <param name="imu">The inertial sensor.</param>
        /// <param name="microphone">The microphone; null: the board has none.</param>
        /// <param name="link">The user.</param>
        /// <param name="store">The memory that keeps what was learnt.</param>
        /// <param name="settings">The board's decisions.</param>
        public Application(
            IImu imu, ISampleSource microphone, ILink link, IPatchStore store, ApplicationSettings settings)
        {
            _imu = imu;
            _microphone = microphone;
            Log = new Log(link);
            Model = new Model(settings.SliceMacs);
            Patches = new Patches(Model, Log, store, settings.CommitSeconds);
            Personalizer = new Personalizer(
                Model, Patches, Log, settings.SliceMacs, settings.Seed, settings.EventWindows, settings.CandidateWindows);
            Use(imu);
            _commands = new Commands(this, link, Log.Line);

            // A number of 16 bits has at most six characters, and TAB or LF behind it.
            _text = new byte[imu.BurstRecords * (imu.Layout.Length - 1) * 7];
            Log.Boot();
        }

        /// <summary>Gets the model.</summary>
        public Model Model { get; }

        /// <summary>Gets the source that is polled: the one that the model wants, without a model the inertial sensor.</summary>
        public ISampleSource Source { get; private set; }

        /// <summary>Gets what learns.</summary>
        public Personalizer Personalizer { get; }

        /// <summary>Gets what keeps what was learnt.</summary>
        public Patches Patches { get; }

        /// <summary>Gets the log.</summary>
        public Log Log { get; }

        /// <summary>Gets the finished inferences.</summary>
        public int Windows { get; private set; }

        /// <summary>Gets the detected events.</summary>
        public int Events { get; private set; }

        /// <summary>Gets the windows skipped because inferences take too long.</summary>
        public int Skipped => _window.Skipped;

        /// <summary>Gets or sets a value indicating whether metrics are printed.</summary>
        public bool Metrics { get; set; } = true;

        /// <summary>Gets or sets a value indicating whether the score of every class is printed as well.</summary>
        public bool ScoreMetrics { get; set; }

        /// <summary>Gets a value indicating whether nothing but captured numbers is printed.</summary>
        public bool IsCapturing => Log.Quiet;

        /// <summary>Gets or sets a value indicating whether capturing begins behind the answer.</summary>
        internal bool CaptureAsked { get; set; }

        /// <summary>Takes over the model that the native side has opened: sets up sensor and detector as it wants them.</summary>
        /// <param name="status">What opening it returned.</param>
        /// <returns>A status; it has been logged.</returns>
        public int Start(int status)
        {
            status = Model.Opened(status);
            if (status == Status.Ok)
            {
                Log.Opened(Model);
                status = UseModel();
            }

            if (status == Status.Ok)
            {
                Patches.Load();
            }
            else
            {
                Log.Error(status);
            }

            return status;
        }

        /// <summary>Does one short piece of work.</summary>
        /// <returns>Milliseconds for which there is nothing to do; 0: call again at once.</returns>
        public int Step()
        {
            long now = Native.Microseconds();
            _commands.Poll(now);
            if (now >= _nextPoll)
            {
                _nextPoll = _window.Poll(now) ? now : now + (Source.PollMilliseconds * 1000L);
                WatchSensor(now);
            }

            int rest = Patches.Step(now, !Personalizer.IsBusy);
            rest = Personalizer.Adaptations.Step() ? 0 : rest;
            if (IsCapturing)
            {
                Capture();
            }
            else if (Model.IsOpen && Infer(now))
            {
                return 0;
            }

            if (Source.BufferRecords == 0 && Source.State == Status.Ok)
            {
                // Whatever comes between two polls of such a source is lost, so only work keeps it waiting.
                _nextPoll = 0;
            }

            if (now >= _nextMetrics)
            {
                _nextMetrics = now + MetricsInterval;
                SlowMetrics();
            }

            // Rounded up: a rest below a millisecond would be waited out awake.
            long idle = (_nextPoll - Native.Microseconds() + 999) / 1000;
            idle = idle < rest ? idle : rest;
            return idle > 0 ? (int)idle : 0;
        }

        /// <summary>From now on nothing but numbers is printed.</summary>
        internal void BeginCapture()
        {
            CaptureAsked = false;
            Log.Quiet = true;
        }

        /// <summary>Goes back to inference.</summary>
        internal void EndCapture()
        {
            Log.Quiet = false;
            _window.Break();
        }

        private int UseModel()
        {
            int vectors = Model.Field(ModelField.SelfTests);
            if (vectors > 0)
            {
                vectors = Model.SelfTest();
                if (vectors < 0)
                {
                    Model.Opened(vectors);
                    return vectors;
                }

                Log.SelfTest(vectors);
            }

            int classes = Model.Classes;
            bool described = Model.Field(ModelField.Detector) != 0;
            _idleClass = described ? Model.Field(ModelField.IdleClass) : -1;
            _idleClass = _idleClass < classes ? _idleClass : -1;

            // Without a description: one window more likely than not, until it is not any more.
            byte[] thresholds = new byte[classes];
            for (int c = 0; c < classes; c++)
            {
                thresholds[c] = (byte)(described ? Model.Field(ModelField.ClassThreshold + c) : 128);
            }

            _detector = described
                ? new Detector(
                    thresholds,
                    Model.Field(ModelField.Smoothing),
                    Model.Field(ModelField.ThresholdOff),
                    Model.Field(ModelField.DeadWindows),
                    Model.Field(ModelField.MinWindows))
                : new Detector(thresholds, 1, 128, 0, 1);

            if (Model.Field(ModelField.FrontEnd) == FrontEndKind.None)
            {
                return Status.Ok;
            }

            int status = UseSource();
            if (status != Status.Ok)
            {
                Model.Opened(status);
            }

            return status;
        }

        private int UseSource()
        {
            ISampleSource wanted = Model.Field(ModelField.FrontEnd) == FrontEndKind.Audio ? _microphone : _imu;
            if (wanted == null)
            {
                return Status.SensorMissing;
            }

            Use(wanted);
            int status = Model.Field(ModelField.RecordBytes) == wanted.RecordBytes
                ? wanted.Configure(Model)
                : Status.SensorRange;
            if (status == Status.Ok)
            {
                _window.SetRate(
                    Model.Field(ModelField.SampleRate), Model.Field(ModelField.Hop) * Model.Field(ModelField.Decimation));
            }

            return status;
        }

        private void Use(ISampleSource source)
        {
            Source = source;
            _window = new SampleWindow(source);
        }

        // True: there is more to do at once.
        private bool Infer(long now)
        {
            if (_window.TakeGap())
            {
                if (_detector.Active >= 0)
                {
                    Log.EventEnd(now, _detector.Active);
                }

                _detector.Clear();
            }

            int status = _window.Next(Model.IsRunning, now);
            if (!Model.IsRunning && status != Status.Ok)
            {
                if (status < 0)
                {
                    Log.Error(status);
                }

                bool busy = Personalizer.IsBusy && !Patches.HoldsParameters;
                if (busy)
                {
                    Personalizer.Step(now);
                }

                return busy;
            }

            long start = Native.Microseconds();
            status = Model.RunSlice();
            _inferMicros += Native.Microseconds() - start;
            if (status == Status.Ok)
            {
                Finished(now);
            }
            else if (status < 0)
            {
                Log.Error(status);
            }

            return true;
        }

        private void Finished(long now)
        {
            Windows++;
            _lastInferMicros = _inferMicros;
            _inferMicros = 0;
            DetectorChange change = _detector.Add(Model.Scores);
            Personalizer.OnWindow(change, _idleClass);
            if (change == DetectorChange.Started)
            {
                Events++;
                Log.Event(now, _detector.Last, _detector.LeaderScore);
            }
            else if (change == DetectorChange.Ended)
            {
                Log.EventEnd(now, _detector.Last);
            }

            if (Metrics)
            {
                Log.Metric(ClassText, _detector.Leader);
                Log.Metric(ScoreText, _detector.LeaderScore);
                for (int c = 0; c < Model.Classes && ScoreMetrics; c++)
                {
                    Log.ScoreMetric(c, Model.Scores[c]);
                }
            }
        }

        // Every change of state, a fault that lasts now and then, and what was recovered from at most once a second.
        private void WatchSensor(long now)
        {
            SensorHealth health = Source.Health;
            bool changed = Source.State != _sensorState;
            bool news = Source.State < 0 || health.BusErrors != _loggedErrors || health.Gaps != _loggedGaps;
            if (!changed && (!news || now < _nextSensorLine))
            {
                return;
            }

            Log.Sensor(now, Source);
            if (Source.State < 0)
            {
                Log.Error(Source.State);
            }

            if (health.Overflows != _loggedOverflows)
            {
                Log.Error(Status.SensorOverflow);
            }

            _sensorState = Source.State;
            _loggedErrors = health.BusErrors;
            _loggedGaps = health.Gaps;
            _loggedOverflows = health.Overflows;
            _nextSensorLine = now + (Source.State < 0 ? ReminderInterval : MetricsInterval);
        }

        private void Capture()
        {
            int bytes = _window.Divert();
            if (bytes > 0)
            {
                int count = Native.FormatRecords(_window.Records, 0, bytes, _imu.Layout, _text);
                if (count > 0)
                {
                    Log.Captured(_text, count);
                }
            }
        }

        private void SlowMetrics()
        {
            if (Metrics)
            {
                Log.Metric(InferMicrosText, _lastInferMicros);
                Log.Metric(WindowsText, Windows);
                Log.Metric(GapsText, Source.Health.Gaps);
                Log.Metric(ErrorsText, Source.Health.BusErrors);
                if (Source == _microphone)
                {
                    Log.Metric(LostText, Source.Health.Lost);
                }
            }
        }
    }
}
