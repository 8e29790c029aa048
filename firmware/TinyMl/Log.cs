namespace TinyMl
{
    /// <summary>Every line that the firmware prints by itself; firmware/PROTOCOL.md describes them.</summary>
    public sealed class Log
    {
        private static readonly byte[] BootText = TinyMl.Line.Word("boot version=0.1.0 abi=");
        private static readonly byte[] ModelText = TinyMl.Line.Word("model name=");
        private static readonly byte[] IdText = TinyMl.Line.Word(" id=");
        private static readonly byte[] SelfTestsText = TinyMl.Line.Word("selftest vectors=");
        private static readonly byte[] MemoryText = TinyMl.Line.Word("memory arena=");
        private static readonly byte[] NeededText = TinyMl.Line.Word(" infer=");
        private static readonly byte[] LearnText = TinyMl.Line.Word(" learn=");
        private static readonly byte[] FileText = TinyMl.Line.Word(" model=");
        private static readonly byte[] MacsText = TinyMl.Line.Word(" macs=");
        private static readonly byte[] EventText = TinyMl.Line.Word("event t=");
        private static readonly byte[] EndText = TinyMl.Line.Word("end t=");
        private static readonly byte[] ClassText = TinyMl.Line.Word(" class=");
        private static readonly byte[] ScoreText = TinyMl.Line.Word(" score=");
        private static readonly byte[] LabelText = TinyMl.Line.Word(" label=");
        private static readonly byte[] AdaptText = TinyMl.Line.Word("adapt t=");
        private static readonly byte[] NumberText = TinyMl.Line.Word(" n=");
        private static readonly byte[] ShotsText = TinyMl.Line.Word(" shots=");
        private static readonly byte[] StepsText = TinyMl.Line.Word(" steps=");
        private static readonly byte[] Loss0Text = TinyMl.Line.Word(" loss0=");
        private static readonly byte[] Loss1Text = TinyMl.Line.Word(" loss1=");
        private static readonly byte[] MicrosText = TinyMl.Line.Word(" us=");
        private static readonly byte[] LearntText = TinyMl.Line.Word("learnt n=");
        private static readonly byte[] ChangeText = TinyMl.Line.Word(" change=");
        private static readonly byte[] DoubtfulText = TinyMl.Line.Word(" doubtful=");
        private static readonly byte[] GuardText = TinyMl.Line.Word("guard n=");
        private static readonly byte[] DecisionText = TinyMl.Line.Word(" decision=");
        private static readonly byte[] UserText = TinyMl.Line.Word(" user=");
        private static readonly byte[] FactoryText = TinyMl.Line.Word(" factory=");
        private static readonly byte[] ArrowText = TinyMl.Line.Word("->");
        private static readonly byte[] OfText = TinyMl.Line.Word("/");
        private static readonly byte[] LevelText = TinyMl.Line.Word(" level=");
        private static readonly byte[] PatchLoadedText = TinyMl.Line.Word("patch t=0 state=loaded");
        private static readonly byte[] PatchNoneText = TinyMl.Line.Word("patch t=0 state=none");
        private static readonly byte[] PatchText = TinyMl.Line.Word("patch t=");
        private static readonly byte[] SavedText = TinyMl.Line.Word(" state=saved");
        private static readonly byte[] ForgottenText = TinyMl.Line.Word(" state=forgotten");
        private static readonly byte[] BytesText = TinyMl.Line.Word(" bytes=");
        private static readonly byte[] CommitsText = TinyMl.Line.Word(" commits=");
        private static readonly byte[] EmptyText = new byte[0];
        private static readonly byte[] SensorText = TinyMl.Line.Word("sensor t=");
        private static readonly byte[] StateText = TinyMl.Line.Word(" state=ok status=");
        private static readonly byte[] FaultText = TinyMl.Line.Word(" state=fault status=");
        private static readonly byte[] KindText = TinyMl.Line.Word(" kind=0x");
        private static readonly byte[] GapsText = TinyMl.Line.Word(" gaps=");
        private static readonly byte[] ErrorsText = TinyMl.Line.Word(" errors=");
        private static readonly byte[] LostText = TinyMl.Line.Word(" lost=");
        private static readonly byte[] ErrorText = TinyMl.Line.Word("error ");
        private static readonly byte[] ColonText = TinyMl.Line.Word(":");
        private static readonly byte[] MetricText = TinyMl.Line.Word(">");
        private static readonly byte[] ScoreMetricText = TinyMl.Line.Word(">score_");

        private static readonly byte[][] DecisionWords =
        {
            TinyMl.Line.Word("none"),
            TinyMl.Line.Word("confirmed"),
            TinyMl.Line.Word("worse"),
            TinyMl.Line.Word("forgets"),
            TinyMl.Line.Word("untested"),
            TinyMl.Line.Word("no_gain"),
            TinyMl.Line.Word("doubted"),
        };

        private static readonly byte[] RefusedText = TinyMl.Line.Word(
            "error -94 The native code is of another version: flash firmware and application.");

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
            _line.Start(BootText).Hex(Model.Abi, 8);
            Send();
        }

        /// <summary>Prints that the native part does not fit; nothing native may be called, not even for the sentence.</summary>
        public void Refuse()
        {
            _line.Start(RefusedText);
            Send();
        }

        /// <summary>Prints what the open model is and what it needs.</summary>
        /// <param name="model">The model.</param>
        public void Opened(Model model)
        {
            ModelName(ModelText, model);
            Send();
            Memory(MemoryText, model);
            Send();
        }

        /// <summary>Builds a line with the model's name and id.</summary>
        /// <param name="start">How the line starts, up to the name.</param>
        /// <param name="model">The model.</param>
        public void ModelName(byte[] start, Model model)
        {
            _line.Start(start).Name();
            _line.Text(IdText).Hex(model.Field(ModelField.IdHigh), 8).Hex(model.Field(ModelField.IdLow), 8);
        }

        /// <summary>Builds a line with the memory that the firmware has and the model needs.</summary>
        /// <param name="start">How the line starts, up to the arena's bytes.</param>
        /// <param name="model">The model.</param>
        public void Memory(byte[] start, Model model)
        {
            _line.Start(start).Number(TinyMl.Interop.Native.ArenaBytes());
            _line.Text(NeededText).Number(model.Field(ModelField.ArenaBytes));
            _line.Text(LearnText).Number(model.Field(ModelField.LearnArenaBytes));
            _line.Text(FileText).Number(model.Field(ModelField.ModelBytes));
            _line.Text(MacsText).Number(model.Field(ModelField.Macs));
        }

        /// <summary>Prints that the self-test passed.</summary>
        /// <param name="vectors">The number of vectors.</param>
        public void SelfTest(int vectors)
        {
            _line.Start(SelfTestsText).Number(vectors);
            Send();
        }

        /// <summary>Prints that an event began.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="label">Its class.</param>
        /// <param name="score">The mean score, 0 to 255.</param>
        public void Event(long now, int label, int score)
        {
            _line.Start(EventText).Number(now / 1000).Text(ClassText).Number(label).Text(ScoreText).Number(score);
            _line.Text(LabelText).Label(label);
            Send();
        }

        /// <summary>Prints that an event ended.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="label">Its class.</param>
        public void EventEnd(long now, int label)
        {
            _line.Start(EndText).Number(now / 1000).Text(ClassText).Number(label).Text(LabelText).Label(label);
            Send();
        }

        /// <summary>
        /// Prints an adaptation: what it learnt from and what it cost, what the guard made of it, and, where it was confirmed,
        /// what changed.
        /// </summary>
        /// <param name="adaptation">The adaptation.</param>
        public void Adaptation(Adaptation adaptation)
        {
            _line.Start(AdaptText).Number(adaptation.Time / 1000).Text(NumberText).Number(adaptation.Number);
            _line.Text(ShotsText).Number(adaptation.Field(LearnField.Shots));
            _line.Text(DoubtfulText).Number(adaptation.Field(LearnField.Doubtful));
            _line.Text(StepsText).Number(adaptation.Field(LearnField.Steps));
            _line.Text(MicrosText).Number(adaptation.Micros);
            Send();
            _line.Start(GuardText).Number(adaptation.Number).Text(DecisionText).Text(DecisionWord(adaptation.Decision));
            Test(UserText, adaptation, LearnField.UserTested);
            Test(FactoryText, adaptation, LearnField.FactoryTested);
            Send();
            if (adaptation.Decision == Decision.Confirmed)
            {
                _line.Start(LearntText).Number(adaptation.Number);
                _line.Text(Loss0Text).Fixed(adaptation.Field(LearnField.LossBefore));
                _line.Text(Loss1Text).Fixed(adaptation.Field(LearnField.LossAfter));
                _line.Text(ChangeText).Number(adaptation.Field(LearnField.Change));
                _line.Text(LevelText).Number(adaptation.Field(LearnField.Level));
                Send();
            }
        }

        /// <summary>Gets the word for a decision of the guard.</summary>
        /// <param name="decision">One of <see cref="TinyMl.Decision"/>.</param>
        /// <returns>The word.</returns>
        public static byte[] DecisionWord(int decision)
        {
            return DecisionWords[decision];
        }

        /// <summary>Prints what was found in the patch memory at start.</summary>
        /// <param name="patches">What is kept.</param>
        public void PatchLoaded(Patches patches)
        {
            _line.Start(patches.KeptBytes > 0 ? PatchLoadedText : PatchNoneText);
            SendPatch(patches);
        }

        /// <summary>Prints that a patch was written to stay, or that one was forgotten.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="patches">What is kept.</param>
        public void PatchSaved(long now, Patches patches)
        {
            _line.Start(PatchText).Number(now / 1000).Text(patches.KeptBytes > 0 ? SavedText : ForgottenText);
            SendPatch(patches);
        }

        /// <summary>Prints a line of the sealed patch.</summary>
        /// <param name="number">The line's number.</param>
        public void PatchLine(int number)
        {
            _line.Start(EmptyText).Patch(number);
            Send();
        }

        /// <summary>Prints the sensor's state and what has gone wrong so far.</summary>
        /// <param name="now">The time in microseconds.</param>
        /// <param name="source">The sensor.</param>
        public void Sensor(long now, ISampleSource source)
        {
            _line.Start(SensorText).Number(now / 1000).Text(source.State == Status.Ok ? StateText : FaultText);
            _line.Number(source.State).Text(KindText).Hex(source.Kind, 2);
            _line.Text(GapsText).Number(source.Health.Gaps).Text(ErrorsText).Number(source.Health.BusErrors);
            if (source.Health.Lost > 0)
            {
                _line.Text(LostText).Number(source.Health.Lost);
            }

            Send();
        }

        /// <summary>Prints an error: its number and its sentence.</summary>
        /// <param name="status">The status.</param>
        public void Error(int status)
        {
            _line.Start(ErrorText).Status(status);
            Send();
        }

        /// <summary>Prints a metric.</summary>
        /// <param name="name">Its name.</param>
        /// <param name="value">Its value.</param>
        public void Metric(byte[] name, long value)
        {
            _line.Start(MetricText).Text(name).Text(ColonText).Number(value);
            Send();
        }

        /// <summary>Prints the score of a class as a metric.</summary>
        /// <param name="label">The class.</param>
        /// <param name="score">The score, 0 to 255.</param>
        public void ScoreMetric(int label, int score)
        {
            _line.Start(ScoreMetricText).Label(label).Text(ColonText).Number(score);
            Send();
        }

        /// <summary>Prints captured numbers.</summary>
        /// <param name="text">Whole lines.</param>
        /// <param name="count">Their bytes.</param>
        public void Captured(byte[] text, int count)
        {
            _link.Write(text, 0, count);
        }

        // "before->after/tested" of the rows that start at a field.
        private void Test(byte[] name, Adaptation adaptation, int field)
        {
            _line.Text(name).Number(adaptation.Field(field + 1)).Text(ArrowText).Number(adaptation.Field(field + 2));
            _line.Text(OfText).Number(adaptation.Field(field));
        }

        private void SendPatch(Patches patches)
        {
            _line.Text(BytesText).Number(patches.KeptBytes).Text(ShotsText).Number(patches.KeptShots);
            _line.Text(CommitsText).Unsigned(patches.Commits);
            Send();
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
