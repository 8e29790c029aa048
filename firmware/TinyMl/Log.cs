namespace TinyMl
{
    /// <summary>Every line that the firmware prints by itself; firmware/PROTOCOL.md describes them.</summary>
    public sealed class Log
    {
        private static readonly byte[] s_boot = TinyMl.Line.Word("boot version=0.1.0 abi=");
        private static readonly byte[] s_model = TinyMl.Line.Word("model name=");
        private static readonly byte[] s_id = TinyMl.Line.Word(" id=");
        private static readonly byte[] s_selfTests = TinyMl.Line.Word("selftest vectors=");
        private static readonly byte[] s_memory = TinyMl.Line.Word("memory arena=");
        private static readonly byte[] s_needed = TinyMl.Line.Word(" infer=");
        private static readonly byte[] s_learn = TinyMl.Line.Word(" learn=");
        private static readonly byte[] s_file = TinyMl.Line.Word(" model=");
        private static readonly byte[] s_macs = TinyMl.Line.Word(" macs=");
        private static readonly byte[] s_event = TinyMl.Line.Word("event t=");
        private static readonly byte[] s_end = TinyMl.Line.Word("end t=");
        private static readonly byte[] s_class = TinyMl.Line.Word(" class=");
        private static readonly byte[] s_score = TinyMl.Line.Word(" score=");
        private static readonly byte[] s_label = TinyMl.Line.Word(" label=");
        private static readonly byte[] s_adapt = TinyMl.Line.Word("adapt t=");
        private static readonly byte[] s_number = TinyMl.Line.Word(" n=");
        private static readonly byte[] s_shots = TinyMl.Line.Word(" shots=");
        private static readonly byte[] s_steps = TinyMl.Line.Word(" steps=");
        private static readonly byte[] s_loss0 = TinyMl.Line.Word(" loss0=");
        private static readonly byte[] s_loss1 = TinyMl.Line.Word(" loss1=");
        private static readonly byte[] s_micros = TinyMl.Line.Word(" us=");
        private static readonly byte[] s_learnt = TinyMl.Line.Word("learnt n=");
        private static readonly byte[] s_change = TinyMl.Line.Word(" change=");
        private static readonly byte[] s_sensor = TinyMl.Line.Word("sensor t=");
        private static readonly byte[] s_state = TinyMl.Line.Word(" state=ok status=");
        private static readonly byte[] s_fault = TinyMl.Line.Word(" state=fault status=");
        private static readonly byte[] s_kind = TinyMl.Line.Word(" kind=0x");
        private static readonly byte[] s_setups = TinyMl.Line.Word(" setups=");
        private static readonly byte[] s_errors = TinyMl.Line.Word(" errors=");
        private static readonly byte[] s_error = TinyMl.Line.Word("error ");
        private static readonly byte[] s_colon = TinyMl.Line.Word(":");
        private static readonly byte[] s_metric = TinyMl.Line.Word(">");
        private static readonly byte[] s_scoreMetric = TinyMl.Line.Word(">score_");

        private readonly ILink _link;
        private readonly Line _line;

        /// <summary>Initializes a new instance of the <see cref="Log"/> class.</summary>
        /// <param name="link">Where the lines go.</param>
        public Log(ILink link)
        {
            _link = link;
            _line = new Line(link);
        }

        /// <summary>Gets or sets a value indicating whether nothing but captured numbers may be printed.</summary>
        public bool Quiet { get; set; }

        /// <summary>Gets the line, to build an answer to a command.</summary>
        public Line Line => _line;

        /// <summary>Prints the first line after start.</summary>
        public void Boot()
        {
            _line.Start(s_boot).Hex(Model.Abi, 8);
            Send();
        }

        /// <summary>Prints what the open model is and what it needs.</summary>
        /// <param name="model">The model.</param>
        public void Opened(Model model)
        {
            ModelName(s_model, model);
            Send();
            Memory(s_memory, model);
            Send();
        }

        /// <summary>Builds a line with the model's name and id.</summary>
        /// <param name="start">How the line starts, up to the name.</param>
        /// <param name="model">The model.</param>
        public void ModelName(byte[] start, Model model)
        {
            _line.Start(start).Name();
            _line.Text(s_id).Hex(model.Field(ModelField.IdHigh), 8).Hex(model.Field(ModelField.IdLow), 8);
        }

        /// <summary>Builds a line with the memory that the firmware has and the model needs.</summary>
        /// <param name="start">How the line starts, up to the arena's bytes.</param>
        /// <param name="model">The model.</param>
        public void Memory(byte[] start, Model model)
        {
            _line.Start(start).Number(TinyMl.Interop.Native.ArenaBytes());
            _line.Text(s_needed).Number(model.Field(ModelField.ArenaBytes));
            _line.Text(s_learn).Number(model.Field(ModelField.LearnArenaBytes));
            _line.Text(s_file).Number(model.Field(ModelField.ModelBytes));
            _line.Text(s_macs).Number(model.Field(ModelField.Macs));
        }

        /// <summary>Prints that the self-test passed.</summary>
        /// <param name="vectors">The number of vectors.</param>
        public void SelfTest(int vectors)
        {
            _line.Start(s_selfTests).Number(vectors);
            Send();
        }

        /// <summary>Prints that an event began.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="label">Its class.</param>
        /// <param name="score">The mean score, 0 to 255.</param>
        public void Event(long now, int label, int score)
        {
            _line.Start(s_event).Number(now / 1000).Text(s_class).Number(label).Text(s_score).Number(score);
            _line.Text(s_label).Label(label);
            Send();
        }

        /// <summary>Prints that an event ended.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="label">Its class.</param>
        public void EventEnd(long now, int label)
        {
            _line.Start(s_end).Number(now / 1000).Text(s_class).Number(label).Text(s_label).Label(label);
            Send();
        }

        /// <summary>Prints an adaptation: what it cost, then what it changed.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="number">How many adaptations there were, this one included.</param>
        /// <param name="learn">What <see cref="TinyMl.Interop.Native.ReadLearn"/> gave.</param>
        /// <param name="micros">Microseconds spent in the engine.</param>
        public void Adaptation(long now, int number, int[] learn, long micros)
        {
            _line.Start(s_adapt).Number(now / 1000).Text(s_number).Number(number);
            _line.Text(s_shots).Number(learn[0]).Text(s_steps).Number(learn[1]).Text(s_micros).Number(micros);
            Send();
            _line.Start(s_learnt).Number(number);
            _line.Text(s_loss0).Fixed(learn[2]).Text(s_loss1).Fixed(learn[3]).Text(s_change).Number(learn[4]);
            Send();
        }

        /// <summary>Prints that the sensor's state changed.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="imu">The sensor.</param>
        public void Sensor(long now, IImu imu)
        {
            _line.Start(s_sensor).Number(now / 1000).Text(imu.State == Status.Ok ? s_state : s_fault);
            _line.Number(imu.State).Text(s_kind).Hex(imu.Kind, 2);
            _line.Text(s_setups).Number(imu.Health.Setups).Text(s_errors).Number(imu.Health.BusErrors);
            Send();
        }

        /// <summary>Prints an error: its number and its sentence.</summary>
        /// <param name="status">The status.</param>
        public void Error(int status)
        {
            _line.Start(s_error).Status(status);
            Send();
        }

        /// <summary>Prints a metric.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="value">Its value.</param>
        public void Metric(byte[] name, long value)
        {
            _line.Start(s_metric).Text(name).Text(s_colon).Number(value);
            Send();
        }

        /// <summary>Prints the score of a class as a metric.</summary>
        /// <param name="label">The class.</param>
        /// <param name="score">The score, 0 to 255.</param>
        public void ScoreMetric(int label, int score)
        {
            _line.Start(s_scoreMetric).Label(label).Text(s_colon).Number(score);
            Send();
        }

        /// <summary>Prints captured numbers.</summary>
        /// <param name="text">Whole lines.</param>
        /// <param name="count">Their bytes.</param>
        public void Captured(byte[] text, int count)
        {
            _link.Write(text, 0, count);
        }

        private void Send()
        {
            if (!Quiet)
            {
                _line.Send();
            }
        }
    }
}
