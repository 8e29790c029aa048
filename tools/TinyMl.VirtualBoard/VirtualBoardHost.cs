using System;
using System.Collections.Generic;
using System.Device.I2c;
using System.Device.I2s;
using System.Text;
using System.Threading;
using TinyMl.App;

namespace TinyMl.VirtualBoard
{
    /// <summary>
    /// A board without hardware: the firmware's own program, its engine, a simulated sensor and a serial port. In
    /// simulated time two runs with the same options are the same, byte for byte.
    /// </summary>
    public sealed class VirtualBoardHost : IDisposable
    {
        private readonly VirtualBoardOptions _options;
        private readonly VirtualHardware _hardware;
        private readonly ISerialTransport _serial;
        private readonly MemoryTransport _memory;
        private readonly List<string> _lines = new List<string>();
        private Application _application;
        private bool _booted;

        /// <summary>Initializes a new instance of the <see cref="VirtualBoardHost"/> class: power is off yet.</summary>
        /// <param name="options">What the board consists of.</param>
        public VirtualBoardHost(VirtualBoardOptions options)
        {
            _options = options;
            _memory = options.Serial == null ? new MemoryTransport() : options.Serial as MemoryTransport;
            _serial = options.Serial ?? _memory;
            Clock = new BoardClock(options.RealTime);
            _hardware = new VirtualHardware(
                Clock,
                _serial,
                new EngineMemory(options.Model, options.ArenaBytes, options.LoadBytes),
                options.Power,
                options.Files)
            {
                NativeAbi = options.NativeAbi,
                MacsPerMicrosecond = options.MacsPerMicrosecond,
            };
            if (options.Sensor.HasValue)
            {
                IMotionSource motion = options.Motion ?? new SampledMotionSource(new[] { 0.0 }, new[] { Motion.Still });
                Sensor = new SimulatedMpu(options.Sensor.Value, Clock, motion, options.SensorNoise, options.Seed);
                _hardware.I2c.Connect(Mpu6xxx.DefaultI2cAddress, Sensor);
            }

            if (options.MicrophoneConnected && options.Microphone != MicrophoneKind.None)
            {
                SimulatedMicrophone microphone = new SimulatedMicrophone(
                    options.Microphone, options.Sound, options.MicrophoneNoise, options.Seed);
                if (IsAdc)
                {
                    Adc = new SimulatedAdc(Clock, _hardware.I2c, microphone, options.Seed);
                    _hardware.I2c.Connect(AdcMicrophone.DefaultI2cAddress, Adc);
                }
                else
                {
                    _hardware.I2s.Microphone = microphone;
                }
            }

            _hardware.I2s.Faults.AddRange(options.SoundFaults);
            options.Files.Connect(options.Power);
            if (options.Memory != null)
            {
                options.Memory.Connect(Clock, options.Power);
                _hardware.I2c.Connect(EepromPatchStore.DefaultI2cAddress, options.Memory);
            }

            _hardware.I2c.Faults.AddRange(options.Faults);
        }

        /// <summary>Gets the board's time.</summary>
        public BoardClock Clock { get; }

        /// <summary>Gets the time since the board was made.</summary>
        public TimeSpan Time => TimeSpan.FromMicroseconds(Clock.Microseconds);

        /// <summary>Gets the simulated sensor; null: none.</summary>
        public SimulatedMpu Sensor { get; }

        /// <summary>Gets the ADC of an analogue microphone; null: none.</summary>
        public SimulatedAdc Adc { get; }

        /// <summary>Gets the sensor's bus.</summary>
        public SimulatedI2cBus Bus => _hardware.I2c;

        /// <summary>Gets the controller of a microphone on I2S.</summary>
        public SimulatedI2s I2s => _hardware.I2s;

        /// <summary>Gets what the user connects to.</summary>
        public string SerialName => _serial.Name;

        /// <summary>Gets the firmware's application; null before <see cref="Start"/>, and where its native part does not fit.</summary>
        public Application Application => _application;

        /// <summary>Switches the board on: the firmware boots and opens its model. Once.</summary>
        /// <exception cref="PowerCutException">The power failed.</exception>
        public void Start()
        {
            if (_booted)
            {
                return;
            }

            _booted = true;
            VirtualHardware.Current = _hardware;
            if (System.IO.File.Exists(_options.ModelFile))
            {
                _options.Files.Files[BoardPins.ModelFile] = System.IO.File.ReadAllBytes(_options.ModelFile);
            }

            Board.AssignPins();
            _application = Program.Create(BoardPins.ModelFile, OpenMemory() ?? Board.OpenPatches(), OpenMicrophone());
        }

        /// <summary>Lets the firmware do one piece of work, and waits as long as it has nothing to do.</summary>
        /// <exception cref="PowerCutException">The power failed: the firmware stopped there and then.</exception>
        public void Step()
        {
            Start();
            _options.Power.Check();
            VirtualHardware.Current = _hardware;
            int idle = _application == null ? 10 : _application.Step();
            if (idle > 0)
            {
                Clock.Wait(idle);
            }
        }

        /// <summary>Runs for a while.</summary>
        /// <param name="time">How long, in the board's time.</param>
        public void RunFor(TimeSpan time)
        {
            long end = Clock.Microseconds + (long)time.TotalMicroseconds;
            while (Clock.Microseconds < end)
            {
                Step();
            }
        }

        /// <summary>Runs until it is told to stop.</summary>
        /// <param name="cancellation">Tells to stop.</param>
        public void Run(CancellationToken cancellation)
        {
            while (!cancellation.IsCancellationRequested)
            {
                Step();
            }
        }

        /// <summary>Sends a command line to the board, over the transport inside the process.</summary>
        /// <param name="line">The line without its end.</param>
        /// <exception cref="InvalidOperationException">The board has another transport.</exception>
        public void Send(string line)
        {
            Memory().Send(Encoding.Latin1.GetBytes(line + "\n"));
        }

        /// <summary>Takes the lines that the board has printed since the last call.</summary>
        /// <returns>The lines.</returns>
        /// <exception cref="InvalidOperationException">The board has another transport.</exception>
        public string[] TakeLines()
        {
            _lines.AddRange(Memory().TakeLines());
            string[] lines = _lines.ToArray();
            _lines.Clear();
            return lines;
        }

        /// <summary>Sends a command and runs until its answer is there; lines that come before it are kept.</summary>
        /// <param name="command">The command.</param>
        /// <returns>The answer; null: none within ten seconds of the board's time.</returns>
        /// <exception cref="InvalidOperationException">The board has another transport.</exception>
        public string Ask(string command)
        {
            _lines.AddRange(Memory().TakeLines());
            Send(command);
            long end = Clock.Microseconds + 10000000;
            while (Clock.Microseconds < end)
            {
                Step();
                string answer = null;
                foreach (string line in Memory().TakeLines())
                {
                    if (answer == null && IsAnswer(line))
                    {
                        answer = line;
                    }
                    else
                    {
                        _lines.Add(line);
                    }
                }

                if (answer != null)
                {
                    return answer;
                }
            }

            return null;
        }

        /// <summary>Switches the board off.</summary>
        public void Dispose()
        {
            _hardware.Engine.Dispose();
            _serial.Dispose();
        }

        private static bool IsAnswer(string line)
        {
            return line.StartsWith("ok ", StringComparison.Ordinal) || line.StartsWith("err ", StringComparison.Ordinal);
        }

        // What a board with such a memory has in its Board.cs.
        private IPatchStore OpenMemory()
        {
            SimulatedI2cMemory memory = _options.Memory;
            I2cConnectionSettings settings = new I2cConnectionSettings(
                1, EepromPatchStore.DefaultI2cAddress, I2cBusSpeed.FastMode);
            return memory == null ? null : new EepromPatchStore(
                I2cDevice.Create(settings),
                memory.Bytes.Length,
                memory.PageBytes == 0 ? 64 : memory.PageBytes,
                memory.WriteMilliseconds);
        }

        // What a board with such a microphone has in its Board.cs.
        private ISampleSource OpenMicrophone()
        {
            switch (_options.Microphone)
            {
                case MicrophoneKind.None:
                    return null;
                case MicrophoneKind.Pdm:
                    return new I2sMicrophone(new I2sConnectionSettings(1) { Mode = I2sMode.Pdm }, PcmFormat.Left);
                case MicrophoneKind.I2s:
                    return Board.OpenMicrophone();
                default:
                    return Ports.OpenAdcMicrophone(AdcMicrophone.DefaultI2cAddress, _options.Microphone == MicrophoneKind.Mcp3221);
            }
        }

        private bool IsAdc => _options.Microphone == MicrophoneKind.Mcp3021 || _options.Microphone == MicrophoneKind.Mcp3221;

        private MemoryTransport Memory()
        {
            return _memory ?? throw new InvalidOperationException("The board's serial port is connected elsewhere.");
        }
    }
}
