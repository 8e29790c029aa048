using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>Obeys the commands of the serial protocol, and answers each with one line.</summary>
    internal sealed class Commands
    {
        private static readonly byte[] HelpText = Line.Word("help");
        private static readonly byte[] StatusText = Line.Word("status");
        private static readonly byte[] ModelText = Line.Word("model");
        private static readonly byte[] MemoryText = Line.Word("memory");
        private static readonly byte[] ClassText = Line.Word("class");
        private static readonly byte[] SensorText = Line.Word("sensor");
        private static readonly byte[] BusText = Line.Word("bus");
        private static readonly byte[] LearnText = Line.Word("learn");
        private static readonly byte[] LabelText = Line.Word("label");
        private static readonly byte[] AdaptText = Line.Word("adapt");
        private static readonly byte[] FactoryText = Line.Word("factory");
        private static readonly byte[] DecisionsText = Line.Word("decisions");
        private static readonly byte[] SelfTestText = Line.Word("selftest");
        private static readonly byte[] CaptureText = Line.Word("capture");
        private static readonly byte[] MetricsText = Line.Word("metrics");
        private static readonly byte[] OnText = Line.Word("on");
        private static readonly byte[] OffText = Line.Word("off");
        private static readonly byte[] AllText = Line.Word("all");
        private static readonly byte[] NowText = Line.Word("now");

        private static readonly byte[] OkText = Line.Word("ok");
        private static readonly byte[] ErrText = Line.Word("err ");
        private static readonly byte[] HelpAnswerText = Line.Word(
            "ok help status model memory class sensor bus learn label adapt factory selftest");
        private static readonly byte[] HelpMoreText = Line.Word(
            "ok capture on|off, metrics on|off|all, adapt on|off|now, label NAME, help patch");
        private static readonly byte[] HelpPatchText = Line.Word(
            "ok decisions, patch, export, import [replace] and then the lines of a patch");
        private static readonly byte[] MoreText = Line.Word("more");
        private static readonly byte[] PatchText = Line.Word("patch");
        private static readonly byte[] TimeText = Line.Word("ok t=");
        private static readonly byte[] WindowsText = Line.Word(" windows=");
        private static readonly byte[] EventsText = Line.Word(" events=");
        private static readonly byte[] GapsText = Line.Word(" gaps=");
        private static readonly byte[] SkippedText = Line.Word(" skipped=");
        private static readonly byte[] AdaptIsText = Line.Word(" adapt=");
        private static readonly byte[] NameText = Line.Word("ok name=");
        private static readonly byte[] ArenaText = Line.Word("ok arena=");
        private static readonly byte[] ClassIsText = Line.Word("ok class=");
        private static readonly byte[] OfText = Line.Word(" of=");
        private static readonly byte[] LabelIsText = Line.Word(" label=");
        private static readonly byte[] StateText = Line.Word("ok state=");
        private static readonly byte[] NackText = Line.Word("ok nack=");
        private static readonly byte[] TimeoutText = Line.Word(" timeout=");
        private static readonly byte[] PartialText = Line.Word(" partial=");
        private static readonly byte[] OtherText = Line.Word(" other=");
        private static readonly byte[] OverflowText = Line.Word(" overflow=");
        private static readonly byte[] SilentText = Line.Word(" silent=");
        private static readonly byte[] LostText = Line.Word(" lost=");
        private static readonly byte[] KindText = Line.Word(" kind=0x");
        private static readonly byte[] RecordsText = Line.Word(" records=");
        private static readonly byte[] SetupsText = Line.Word(" setups=");
        private static readonly byte[] ShotsText = Line.Word("ok shots=");
        private static readonly byte[] DecisionText = Line.Word(" decision=");
        private static readonly byte[] DecisionsAreText = Line.Word("ok decisions=");
        private static readonly byte[] Loss0Text = Line.Word(" loss0=");
        private static readonly byte[] Loss1Text = Line.Word(" loss1=");
        private static readonly byte[] ChangeText = Line.Word(" change=");
        private static readonly byte[] ShotsNowText = Line.Word(" shots=");
        private static readonly byte[] VectorsText = Line.Word("ok vectors=");
        private static readonly byte[] CaptureOffText = Line.Word("ok capture=off");
        private static readonly byte[] CaptureOnText = Line.Word("ok capture=on rate_mhz=");
        private static readonly byte[] AccelText = Line.Word(" accel_g=");
        private static readonly byte[] GyroText = Line.Word(" gyro_dps=");
        private static readonly byte[] AdaptAnswerText = Line.Word("ok adapt=");
        private static readonly byte[] MetricsAnswerText = Line.Word("ok metrics=");

        private readonly Application _application;
        private readonly CommandReader _reader;
        private readonly PatchCommands _patches;
        private readonly Line _line;

        internal Commands(Application application, ILink link, Line line)
        {
            _application = application;
            _reader = new CommandReader(link);
            _line = line;
            _patches = new PatchCommands(application, _reader, line);
        }

        /// <summary>Obeys one command, if a line has arrived.</summary>
        internal void Poll(long now)
        {
            int status = _reader.Poll();
            if (status == Status.NotReady)
            {
                return;
            }

            if (_application.IsCapturing)
            {
                // Numbers only: whatever else comes must not be answered.
                if (status == Status.Ok && _reader.Is(0, CaptureText) && _reader.Is(1, OffText))
                {
                    _application.EndCapture();
                    _line.Start(CaptureOffText).Send();
                }

                return;
            }

            if (status == Status.Ok)
            {
                status = Tell(now);
                status = status == Status.Command ? Act(now) : status;
                status = status == Status.Command ? _patches.Act(now) : status;
            }

            if (status != Status.Ok)
            {
                _line.Start(ErrText).Status(status);
            }

            _line.Send();
            if (_application.CaptureAsked)
            {
                _application.BeginCapture();
            }
        }

        // The commands that change nothing.
        private int Tell(long now)
        {
            Model model = _application.Model;
            SensorHealth health = _application.Source.Health;
            if (_reader.Is(0, HelpText))
            {
                _line.Start(
                    _reader.Is(1, PatchText) ? HelpPatchText : _reader.Is(1, MoreText) ? HelpMoreText : HelpAnswerText);
                return Status.Ok;
            }

            if (_reader.Is(0, StatusText))
            {
                _line.Start(TimeText).Number(now / 1000).Text(WindowsText).Number(_application.Windows);
                _line.Text(EventsText).Number(_application.Events).Text(GapsText).Number(health.Gaps);
                _line.Text(SkippedText).Number(_application.Skipped);
                _line.Text(AdaptIsText).Text(_application.Personalizer.IsOn ? OnText : OffText);
                return Status.Ok;
            }

            if (_reader.Is(0, SensorText))
            {
                _line.Start(StateText).Number(_application.Source.State).Text(KindText).Hex(_application.Source.Kind, 2);
                _line.Text(SetupsText).Number(health.Setups).Text(RecordsText).Number(health.Records);
                _line.Text(GapsText).Number(health.Gaps);
                return Status.Ok;
            }

            if (_reader.Is(0, BusText))
            {
                _line.Start(NackText).Number(health.NotAcknowledged).Text(TimeoutText).Number(health.Timeouts);
                _line.Text(PartialText).Number(health.Partial).Text(OtherText).Number(health.OtherErrors);
                _line.Text(OverflowText).Number(health.Overflows).Text(SilentText).Number(health.Silences);
                _line.Text(LostText).Number(health.Lost);
                return Status.Ok;
            }

            if (_reader.Is(0, ModelText))
            {
                _application.Log.ModelName(NameText, model);
                return model.State;
            }

            if (_reader.Is(0, MemoryText))
            {
                _application.Log.Memory(ArenaText, model);
                return model.State;
            }

            if (_reader.Is(0, ClassText))
            {
                int label = _reader.Class(1, model.Classes);
                _line.Start(ClassIsText).Number(label).Text(OfText).Number(model.Classes);
                _line.Text(LabelIsText).Label(label);
                return !model.IsOpen ? model.State : label < 0 ? Status.Label : Status.Ok;
            }

            if (_reader.Is(0, DecisionsText))
            {
                AdaptationLog adaptations = _application.Personalizer.Adaptations;
                _line.Start(DecisionsAreText).Number(adaptations.Count);
                adaptations.Tell();
                return Status.Ok;
            }

            return _reader.Is(0, LearnText) ? Learn(model, _application.Personalizer.Learn) : Status.Command;
        }

        // The commands that do something.
        private int Act(long now)
        {
            Personalizer personalizer = _application.Personalizer;
            if (_reader.Is(0, MetricsText))
            {
                return Metrics();
            }

            if (_reader.Is(0, CaptureText))
            {
                return Capture();
            }

            if (_reader.Is(0, AdaptText))
            {
                return Adapt(personalizer);
            }

            if (_reader.Is(0, LabelText))
            {
                return Label(_application.Model, personalizer, now);
            }

            if (_reader.Is(0, FactoryText))
            {
                int status = personalizer.Factory(now);
                _line.Start(ShotsText).Number(personalizer.Learn[LearnField.Shots]);
                return status;
            }

            if (_reader.Is(0, SelfTestText))
            {
                int vectors = _application.Model.SelfTest();
                _line.Start(VectorsText).Number(vectors);
                return vectors < 0 ? vectors : Status.Ok;
            }

            return Status.Command;
        }

        private int Metrics()
        {
            byte[] word = _reader.Is(1, OnText) ? OnText
                : _reader.Is(1, OffText) ? OffText
                : _reader.Is(1, AllText) ? AllText
                : null;
            if (word == null)
            {
                return Status.CommandArgument;
            }

            _application.Metrics = word != OffText;
            _application.ScoreMetrics = word == AllText;
            _line.Start(MetricsAnswerText).Text(word);
            return Status.Ok;
        }

        private int Capture()
        {
            if (_reader.Is(1, OffText))
            {
                _line.Start(CaptureOffText);
                return Status.Ok;
            }

            if (!_reader.Is(1, OnText))
            {
                return Status.CommandArgument;
            }

            if (!(_application.Source is IImu imu))
            {
                return Status.CaptureSound;
            }

            _application.CaptureAsked = true;
            _line.Start(CaptureOnText).Number(imu.SampleRate);
            _line.Text(AccelText).Number(imu.AccelerationRange).Text(GyroText).Number(imu.RotationRange);
            return Status.Ok;
        }

        private int Adapt(Personalizer personalizer)
        {
            if (_reader.Is(1, NowText))
            {
                _line.Start(AdaptAnswerText).Text(NowText);
                return personalizer.Adapt();
            }

            bool on = _reader.Is(1, OnText);
            if (!on && !_reader.Is(1, OffText))
            {
                return Status.CommandArgument;
            }

            personalizer.IsOn = on;
            _line.Start(AdaptAnswerText).Text(on ? OnText : OffText);
            return Status.Ok;
        }

        private int Label(Model model, Personalizer personalizer, long now)
        {
            if (!model.IsOpen || !_reader.Has(1))
            {
                return model.IsOpen ? Status.CommandArgument : model.State;
            }

            int label = _reader.Class(1, model.Classes);
            int status = label < 0 ? Status.Label : personalizer.Label(label, now);
            _line.Start(ClassIsText).Number(label).Text(ShotsNowText).Number(personalizer.Learn[LearnField.Shots]);
            _line.Text(LabelIsText).Label(label);
            return status;
        }

        private int Learn(Model model, int[] learn)
        {
            int status = model.IsOpen ? Native.ReadLearn(learn) : model.State;
            _line.Start(ShotsText).Number(learn[LearnField.Shots]);
            _line.Text(DecisionText).Text(Log.DecisionWord(learn[LearnField.Decision]));
            _line.Text(Loss0Text).Fixed(learn[LearnField.LossBefore]).Text(Loss1Text).Fixed(learn[LearnField.LossAfter]);
            _line.Text(ChangeText).Number(learn[LearnField.Change]);
            return status < 0 ? status : Status.Ok;
        }
    }
}
