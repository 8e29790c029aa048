using System.CommandLine;
using System.Globalization;
using TinyMl.Cli.Demonstration;
using TinyMl.Compiler.Models;
using TinyMl.Training.Hand;
using TinyMl.Training.Speech;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml board</c>: the firmware on the virtual board, its serial port on standard output, a pty or TCP.</summary>
internal static class BoardCommand
{
    private const int WriterDigits = 200;
    private const int SpeakerRounds = 5;

    internal static Command Create()
    {
        Option<string> model = new("--model") { Description = "the model; default: the gesture model that comes with the repository" };
        Option<string> replay = new("--replay") { Description = "a recording (CSV: t_ms,ax,ay,az,gx,gy,gz; for a model of sound WAVE, 16-bit PCM, 8 kHz); default: a simulated writer or speaker" };
        Option<string> serial = new("--serial")
        {
            Description = "where the serial port appears: stdio, pty or tcp:PORT",
            DefaultValueFactory = _ => "stdio",
        };
        Option<MpuKind> sensor = new("--sensor")
        {
            Description = "the simulated sensor",
            DefaultValueFactory = _ => MpuKind.Mpu6886,
        };
        Option<MicrophoneKind> microphone = new("--microphone")
        {
            Description = "the simulated microphone",
            DefaultValueFactory = _ => MicrophoneKind.I2s,
        };
        Option<bool> fast = new("--fast") { Description = "as fast as it goes, in place of real time; ends with the recording" };
        Option<uint> seed = Arguments.Seed(1);
        Command command = new("board", "Run the firmware on the virtual board.") { model, replay, serial, sensor, microphone, fast, seed };
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                string path = parsed.GetValue(model) ?? Workspace.GestureModel;
                (byte[] bytes, ModelFile file) = ModelLoader.Load(path);
                string? recording = parsed.GetValue(replay);
                bool listens = file.FrontEnd is AudioFrontEnd;
                SampledMotionSource? motion = listens ? null : Motion(recording, parsed.GetValue(seed));
                SampledSound? sound = listens ? Sound(recording, file, (int)parsed.GetValue(seed)) : null;
                using ISerialTransport transport = Transport(parsed.GetRequiredValue(serial));
                using VirtualBoardHost board = new(new VirtualBoardOptions
                {
                    Model = bytes,
                    Motion = motion,
                    Sensor = parsed.GetValue(sensor),
                    Sound = sound,
                    Microphone = parsed.GetValue(microphone),
                    Serial = transport,
                    Seed = (int)parsed.GetValue(seed),
                    RealTime = !parsed.GetValue(fast),
                });
                Console.Error.WriteLine($"The board's serial port is {transport.Name}; Ctrl+C ends.");
                if (parsed.GetValue(fast))
                {
                    board.RunFor(TimeSpan.FromSeconds((motion?.Duration ?? sound!.Duration) + 1));
                }
                else
                {
                    board.Run(cancel);
                }

                return (int)ExitCode.Success;
            },
            cancel));
        return command;
    }

    private static SampledMotionSource Motion(string? replay, uint seed) => replay is null
        ? MotionTrack.Of(DigitStream.Make(Writer.Sample((int)seed), 1, WriterDigits).Sequence)
        : CsvMotionSource.Read(replay);

    private static SampledSound Sound(string? replay, ModelFile file, int seed)
    {
        if (replay is not null)
        {
            return new SampledSound(Files.ReadWav(replay, SpeechSound.SampleRate), SpeechSound.SampleRate);
        }

        Speaker speaker = KeywordDemoCommand.Voice(null, file.Labels, seed);
        return new SampledSound(
            SpeechStream.Make(speaker.Words(SpeakerRounds), speaker.Others, KeywordScript.SignalToNoise, seed).Samples, SpeechSound.SampleRate);
    }

    private static ISerialTransport Transport(string name)
    {
        switch (name)
        {
            case "stdio":
                return StreamTransport.Standard();
            case "pty":
                return new PseudoTerminal();
            default:
                bool valid = int.TryParse(name.Replace("tcp:", string.Empty), NumberStyles.None, CultureInfo.InvariantCulture, out int port);
                return name.StartsWith("tcp:", StringComparison.Ordinal) && valid && port <= 65535
                    ? new TcpTransport(port)
                    : throw new UserError(ExitCode.Usage, $"There is no serial port '{name}': use stdio, pty or tcp:PORT.");
        }
    }
}
