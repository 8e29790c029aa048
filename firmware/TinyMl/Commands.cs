using TinyMl.Interop;

namespace TinyMl
{
    /// <summary>Obeys the commands of the serial protocol, and answers each with one line.</summary>
    internal sealed class Commands
    {
        private static readonly byte[] s_help = Line.Word("help");
        private static readonly byte[] s_status = Line.Word("status");
        private static readonly byte[] s_model = Line.Word("model");
        private static readonly byte[] s_memory = Line.Word("memory");
        private static readonly byte[] s_class = Line.Word("class");
        private static readonly byte[] s_sensor = Line.Word("sensor");
        private static readonly byte[] s_learn = Line.Word("learn");
        private static readonly byte[] s_label = Line.Word("label");
        private static readonly byte[] s_adapt = Line.Word("adapt");
        private static readonly byte[] s_factory = Line.Word("factory");
        private static readonly byte[] s_selfTest = Line.Word("selftest");
        private static readonly byte[] s_capture = Line.Word("capture");
        private static readonly byte[] s_metrics = Line.Word("metrics");
        private static readonly byte[] s_on = Line.Word("on");
        private static readonly byte[] s_off = Line.Word("off");
        private static readonly byte[] s_all = Line.Word("all");
        private static readonly byte[] s_now = Line.Word("now");

        private static readonly byte[] s_ok = Line.Word("ok");
        private static readonly byte[] s_err = Line.Word("err ");
        private static readonly byte[] s_helpAnswer = Line.Word(
            "ok help status model memory class sensor learn label adapt factory selftest");
        private static readonly byte[] s_helpMore = Line.Word("ok capture on|off, metrics on|off|all, adapt on|off|now, label NAME, class N");
        private static readonly byte[] s_more = Line.Word("more");
        private static readonly byte[] s_time = Line.Word("ok t=");
        private static readonly byte[] s_windows = Line.Word(" windows=");
        private static readonly byte[] s_events = Line.Word(" events=");
        private static readonly byte[] s_gaps = Line.Word(" gaps=");
        private static readonly byte[] s_skipped = Line.Word(" skipped=");
        private static readonly byte[] s_adaptIs = Line.Word(" adapt=");
        private static readonly byte[] s_name = Line.Word("ok name=");
        private static readonly byte[] s_arena = Line.Word("ok arena=");
        private static readonly byte[] s_classIs = Line.Word("ok class=");
        private static readonly byte[] s_of = Line.Word(" of=");
        private static readonly byte[] s_labelIs = Line.Word(" label=");
        private static readonly byte[] s_state = Line.Word("ok state=");
        private static readonly byte[] s_nack = Line.Word(" nack=");
        private static readonly byte[] s_timeout = Line.Word(" timeout=");
        private static readonly byte[] s_partial = Line.Word(" partial=");
        private static readonly byte[] s_other = Line.Word(" other=");
        private static readonly byte[] s_overflow = Line.Word(" overflow=");
        private static readonly byte[] s_silent = Line.Word(" silent=");
        private static readonly byte[] s_setups = Line.Word(" setups=");
        private static readonly byte[] s_shots = Line.Word("ok shots=");
        private static readonly byte[] s_steps = Line.Word(" steps=");
        private static readonly byte[] s_loss0 = Line.Word(" loss0=");
        private static readonly byte[] s_loss1 = Line.Word(" loss1=");
        private static readonly byte[] s_change = Line.Word(" change=");
        private static readonly byte[] s_shotsNow = Line.Word(" shots=");
        private static readonly byte[] s_vectors = Line.Word("ok vectors=");
        private static readonly byte[] s_captureOff = Line.Word("ok capture=off");
        private static readonly byte[] s_captureOn = Line.Word("ok capture=on rate_mhz=");
        private static readonly byte[] s_accel = Line.Word(" accel_g=");
        private static readonly byte[] s_gyro = Line.Word(" gyro_dps=");
        private static readonly byte[] s_adaptAnswer = Line.Word("ok adapt=");
        private static readonly byte[] s_metricsAnswer = Line.Word("ok metrics=");

        private readonly Application _application;
        private readonly CommandReader _reader;
        private readonly Line _line;

        internal Commands(Application application, ILink link, Line line)
        {
            _application = application;
            _reader = new CommandReader(link);
            _line = line;
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
                if (status == Status.Ok && _reader.Is(0, s_capture) && _reader.Is(1, s_off))
                {
                    _application.EndCapture();
                    _line.Start(s_captureOff).Send();
                }

                return;
            }

            if (status == Status.Ok)
            {
                status = Obey(now);
            }

            if (status != Status.Ok)
            {
                _line.Start(s_err).Status(status);
            }

            _line.Send();
            if (_application.CaptureAsked)
            {
                _application.BeginCapture();
            }
        }

        private int Obey(long now)
        {
            Model model = _application.Model;
            Personalizer personalizer = _application.Personalizer;
            SensorHealth health = _application.Imu.Health;

            if (_reader.Is(0, s_help))
            {
                _line.Start(_reader.Is(1, s_more) ? s_helpMore : s_helpAnswer);
                return Status.Ok;
            }

            if (_reader.Is(0, s_status))
            {
                _line.Start(s_time).Number(now / 1000).Text(s_windows).Number(_application.Windows);
                _line.Text(s_events).Number(_application.Events).Text(s_gaps).Number(health.Gaps);
                _line.Text(s_skipped).Number(_application.Skipped);
                _line.Text(s_adaptIs).Text(personalizer.IsOn ? s_on : s_off);
                return Status.Ok;
            }

            if (_reader.Is(0, s_sensor))
            {
                _line.Start(s_state).Number(_application.Imu.State);
                _line.Text(s_nack).Number(health.NotAcknowledged).Text(s_timeout).Number(health.Timeouts);
                _line.Text(s_partial).Number(health.Partial).Text(s_other).Number(health.OtherErrors);
                _line.Text(s_overflow).Number(health.Overflows).Text(s_silent).Number(health.Silences);
                _line.Text(s_setups).Number(health.Setups);
                return Status.Ok;
            }

            if (_reader.Is(0, s_metrics))
            {
                return Metrics();
            }

            if (_reader.Is(0, s_capture))
            {
                return Capture();
            }

            if (_reader.Is(0, s_adapt))
            {
                return Adapt(personalizer);
            }

            if (_reader.Is(0, s_model))
            {
                _application.Log.ModelName(s_name, model);
                return model.State;
            }

            if (_reader.Is(0, s_memory))
            {
                _application.Log.Memory(s_arena, model);
                return model.State;
            }

            if (_reader.Is(0, s_class))
            {
                int label = _reader.Class(1, model.Classes);
                _line.Start(s_classIs).Number(label).Text(s_of).Number(model.Classes).Text(s_labelIs).Label(label);
                return !model.IsOpen ? model.State : label < 0 ? Status.Label : Status.Ok;
            }

            if (_reader.Is(0, s_label))
            {
                return Label(model, personalizer, now);
            }

            if (_reader.Is(0, s_learn))
            {
                int status = model.IsOpen ? Native.ReadLearn(personalizer.Learn) : model.State;
                Learnt(personalizer.Learn);
                return status < 0 ? status : Status.Ok;
            }

            if (_reader.Is(0, s_factory))
            {
                int status = personalizer.Factory();
                _line.Start(s_shots).Number(personalizer.Learn[0]);
                return status;
            }

            if (_reader.Is(0, s_selfTest))
            {
                int vectors = model.SelfTest();
                _line.Start(s_vectors).Number(vectors);
                return vectors < 0 ? vectors : Status.Ok;
            }

            return Status.Command;
        }

        private int Metrics()
        {
            byte[] word = _reader.Is(1, s_on) ? s_on : _reader.Is(1, s_off) ? s_off : _reader.Is(1, s_all) ? s_all : null;
            if (word == null)
            {
                return Status.CommandArgument;
            }

            _application.Metrics = word != s_off;
            _application.ScoreMetrics = word == s_all;
            _line.Start(s_metricsAnswer).Text(word);
            return Status.Ok;
        }

        private int Capture()
        {
            if (_reader.Is(1, s_off))
            {
                _line.Start(s_captureOff);
                return Status.Ok;
            }

            if (!_reader.Is(1, s_on))
            {
                return Status.CommandArgument;
            }

            _application.CaptureAsked = true;
            _line.Start(s_captureOn).Number(_application.SampleRate);
            _line.Text(s_accel).Number(_application.AccelerationRange).Text(s_gyro).Number(_application.RotationRange);
            return Status.Ok;
        }

        private int Adapt(Personalizer personalizer)
        {
            if (_reader.Is(1, s_now))
            {
                _line.Start(s_adaptAnswer).Text(s_now);
                return personalizer.Adapt();
            }

            bool on = _reader.Is(1, s_on);
            if (!on && !_reader.Is(1, s_off))
            {
                return Status.CommandArgument;
            }

            personalizer.IsOn = on;
            _line.Start(s_adaptAnswer).Text(on ? s_on : s_off);
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
            _line.Start(s_classIs).Number(label).Text(s_shotsNow).Number(personalizer.Learn[0]);
            _line.Text(s_labelIs).Label(label);
            return status;
        }

        private void Learnt(int[] learn)
        {
            _line.Start(s_shots).Number(learn[0]).Text(s_steps).Number(learn[1]);
            _line.Text(s_loss0).Fixed(learn[2]).Text(s_loss1).Fixed(learn[3]).Text(s_change).Number(learn[4]);
        }
    }
}
