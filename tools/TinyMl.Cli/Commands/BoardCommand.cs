using System.CommandLine;
using System.Globalization;
using TinyMl.Cli.Demonstration;
using TinyMl.Training.Hand;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Commands;

/// <summary><c>tinyml board</c>: the firmware on the virtual board, its serial port on standard output, a pty or TCP.</summary>
internal static class BoardCommand
{
    private const int WriterDigits = 200;

    internal static Command Create()
    {
        Option<string> model = new("--model") { Description = "the model; default: the gesture model that comes with the repository" };
        Option<string> replay = new("--replay") { Description = "a recording (CSV: t_ms,ax,ay,az,gx,gy,gz); default: a simulated writer" };
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
        Option<bool> fast = new("--fast") { Description = "as fast as it goes, in place of real time; ends with the recording" };
        Option<uint> seed = Arguments.Seed(1);
        Command command = new("board", "Run the firmware on the virtual board.") { model, replay, serial, sensor, fast, seed };
        command.SetAction((parsed, cancel) => Task.Run(
            () =>
            {
                string path = parsed.GetValue(model) ?? Workspace.GestureModel;
                byte[] bytes = ModelLoader.Load(path).Bytes;
                SampledMotionSource motion = Motion(parsed.GetValue(replay), parsed.GetValue(seed));
                using ISerialTransport transport = Transport(parsed.GetRequiredValue(serial));
                using VirtualBoardHost board = new(new VirtualBoardOptions
                {
                    Model = bytes,
                    Motion = motion,
                    Sensor = parsed.GetValue(sensor),
                    Serial = transport,
                    Seed = (int)parsed.GetValue(seed),
                    RealTime = !parsed.GetValue(fast),
                });
                Console.Error.WriteLine($"The board's serial port is {transport.Name}; Ctrl+C ends.");
                if (parsed.GetValue(fast))
                {
                    board.RunFor(TimeSpan.FromSeconds(motion.Duration + 1));
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
