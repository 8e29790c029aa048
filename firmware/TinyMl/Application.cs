using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>
    /// The whole device as one loop: sensor, window, model, detector, personalizer, log. <see cref="Step"/> does one
    /// short piece of work and says how long there is nothing to do; waiting is the caller's.
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
        private static readonly byte[] ErrorsText = Line.Word("bus_errors");

        private readonly ApplicationSettings _settings;
        private readonly ImuWindow _window;
        private readonly Commands _commands;
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
        /// <param name="imu">The sensor.</param>
        /// <param name="link">The user.</param>
        /// <param name="store">The memory that keeps what was learnt.</param>
        /// <param name="settings">The board's decisions.</param>
        public Application(IImu imu, ILink link, IPatchStore store, ApplicationSettings settings)
        {
            _settings = settings;
            Imu = imu;
            Log = new Log(link);
            Model = new Model(settings.SliceMacs);
            Patches = new Patches(Model, Log, store, settings.CommitSeconds);
            Personalizer = new Personalizer(
                Model, Patches, Log, settings.SliceMacs, settings.Seed, settings.EventWindows, settings.CandidateWindows);
            _window = new ImuWindow(imu, settings.BurstRecords);
            _commands = new Commands(this, link, Log.Line);

            // A number of 16 bits has at most six characters, and TAB or LF behind it.
            _text = new byte[settings.BurstRecords * (imu.Layout.Length - 1) * 7];
            Log.Boot();
        }

        /// <summary>Gets the model.</summary>
        public Model Model { get; }

        /// <summary>Gets the sensor.</summary>
        public IImu Imu { get; }

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

        /// <summary>Gets the records a second that the sensor is set to, in mHz.</summary>
        public int SampleRate { get; private set; } = 100000;

        /// <summary>Gets the acceleration range that the sensor is set to, in g.</summary>
        public int AccelerationRange { get; private set; } = 4;

        /// <summary>Gets the angular rate range that the sensor is set to, in degrees per second.</summary>
        public int RotationRange { get; private set; } = 1000;

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
                _nextPoll = _window.Poll(now) ? now : now + (_settings.PollMilliseconds * 1000L);
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

            if (Model.Field(ModelField.FrontEnd) == 0)
            {
                return Status.Ok;
            }

            int rate = Model.Field(ModelField.SampleRate);
            int acceleration = Model.Field(ModelField.AccelerationRange);
            int rotation = Model.Field(ModelField.RotationRange);
            acceleration = acceleration == 0 ? AccelerationRange : acceleration;
            rotation = rotation == 0 ? RotationRange : rotation;
            int status = Model.Field(ModelField.RecordBytes) == Imu.Layout[0]
                ? Imu.Configure(rate, acceleration, rotation)
                : Status.SensorRange;
            if (status == Status.Ok)
            {
                SampleRate = rate;
                AccelerationRange = acceleration;
                RotationRange = rotation;
                _window.SetRate(rate, Model.Field(ModelField.Hop) * Model.Field(ModelField.Decimation));
            }
            else
            {
                Model.Opened(status);
            }

            return status;
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
            SensorHealth health = Imu.Health;
            bool changed = Imu.State != _sensorState;
            bool news = Imu.State < 0 || health.BusErrors != _loggedErrors || health.Gaps != _loggedGaps;
            if (!changed && (!news || now < _nextSensorLine))
            {
                return;
            }

            Log.Sensor(now, Imu);
            if (Imu.State < 0)
            {
                Log.Error(Imu.State);
            }

            if (health.Overflows != _loggedOverflows)
            {
                Log.Error(Status.SensorOverflow);
            }

            _sensorState = Imu.State;
            _loggedErrors = health.BusErrors;
            _loggedGaps = health.Gaps;
            _loggedOverflows = health.Overflows;
            _nextSensorLine = now + (Imu.State < 0 ? ReminderInterval : MetricsInterval);
        }

        private void Capture()
        {
            int bytes = _window.Divert();
            if (bytes > 0)
            {
                int count = Native.FormatRecords(_window.Records, 0, bytes, Imu.Layout, _text);
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
                Log.Metric(GapsText, Imu.Health.Gaps);
                Log.Metric(ErrorsText, Imu.Health.BusErrors);
            }
        }
    }
}
