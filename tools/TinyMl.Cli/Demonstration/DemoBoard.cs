using System.Globalization;
using TinyMl.Monitor;
using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>A virtual board, used over its serial protocol as by a person with a terminal.</summary>
internal sealed class DemoBoard : IDisposable
{
    /// <summary>
    /// The simulated processor: a Cortex-M4 at 160 MHz that needs 10 instructions a multiply-accumulate (BENCHMARKS.md), one
    /// instruction a cycle.
    /// </summary>
    internal const double MacsPerMicrosecond = 16;

    // A person presses the button when the board had time to answer, and before the next digit begins.
    private const double AnswerSeconds = 0.7;

    private readonly VirtualBoardHost _board;
    private readonly List<ProtocolLine> _log = [];
    private readonly List<ToldAdaptation> _adaptations = [];
    private readonly AdaptationAssembler _assembler = new();

    /// <summary>Connects everything; the power is off.</summary>
    /// <param name="model">The model in its firmware.</param>
    /// <param name="seed">Of the sensor's noise.</param>
    /// <param name="memory">What keeps the patches.</param>
    /// <param name="power">When the power fails.</param>
    /// <param name="motion">What the hand does, one after the other.</param>
    internal DemoBoard(byte[] model, int seed, SimulatedI2cMemory memory, PowerSupply power, params ImuSequence[] motion) =>
        _board = new VirtualBoardHost(new VirtualBoardOptions
        {
            Model = model,
            Motion = MotionTrack.Of(motion),
            SensorNoise = 4,
            MacsPerMicrosecond = MacsPerMicrosecond,
            Seed = seed,
            Memory = memory,
            Power = power,
        });

    /// <summary>Everything that the board said.</summary>
    internal IReadOnlyList<ProtocolLine> Log => _log;

    /// <summary>Every adaptation that it told of.</summary>
    internal IReadOnlyList<ToldAdaptation> Adaptations => _adaptations;

    public void Dispose() => _board.Dispose();

    /// <summary>Switches it on.</summary>
    /// <returns>What it says first, of itself and of the patches that it found.</returns>
    internal IEnumerable<string> Start()
    {
        _board.Start();
        _board.RunFor(TimeSpan.FromSeconds(0.2));
        return Take().Where(line => line.Kind is LineKind.Start or LineKind.Patch or LineKind.Error).Select(line => line.Text);
    }

    /// <summary>Sends a command.</summary>
    internal string Ask(string command) => _board.Ask(command) ?? "no answer";

    /// <summary>Lets the writer draw and compares what the board names.</summary>
    /// <param name="session">What is drawn.</param>
    /// <param name="start">When, in the board's seconds.</param>
    /// <param name="show">Takes rows of ten digits.</param>
    internal DemoScore Play(Session session, double start, Action<string> show)
    {
        DemoScore score = new();
        List<Gesture> digits = session.Digits.ToList();
        System.Text.StringBuilder row = new();
        for (int i = 0; i < digits.Count; i++)
        {
            // Up to where the next digit begins: an event until then can only mean this one.
            RunUntil(start + (i + 1 < digits.Count ? digits[i + 1].Start : session.Sequence.Seconds));
            string? heard = Take().LastOrDefault(line => line.Kind == LineKind.Event && line.Name == "event")?["label"];
            string digit = digits[i].Label.ToString(CultureInfo.InvariantCulture);
            score.Add(digits[i].Label, heard == digit);
            row.Append(heard == digit ? $"  {digit}   " : $"  {digit}→{heard ?? "-"} ");
            if (i % 10 == 9 || i == digits.Count - 1)
            {
                show(row.ToString().TrimEnd());
                row.Clear();
            }
        }

        RunUntil(start + session.Sequence.Seconds);
        Take();
        return score;
    }

    /// <summary>Lets the writer draw, and somebody label each digit right after it.</summary>
    /// <param name="session">What is drawn.</param>
    /// <param name="start">When, in the board's seconds.</param>
    /// <param name="label">What is said of a digit.</param>
    /// <param name="show">Takes each label with what the board answered.</param>
    internal void Teach(Session session, double start, Func<int, int> label, Action<string> show)
    {
        Gesture[] digits = [.. session.Digits];
        for (int i = 0; i < digits.Length; i++)
        {
            RunUntil(start + digits[i].End + AnswerSeconds);
            string command = $"label {label(digits[i].Label)}";
            string answer = Ask(command);
            ProtocolLine? guard = TakeGuard();

            // The board has until the next digit is drawn to learn from this one.
            double end = start + (i + 1 < digits.Length ? digits[i + 1].End : session.Sequence.Seconds);
            while (guard is null && _board.Time.TotalSeconds < end)
            {
                _board.RunFor(TimeSpan.FromMilliseconds(20));
                guard = TakeGuard();
            }

            show($"  > {command}  {guard?.Text ?? answer}");
        }

        RunUntil(start + session.Sequence.Seconds);
        Take();
    }

    /// <summary>Runs until all that was learnt is in the memory, which is written once a minute at most.</summary>
    internal void Settle()
    {
        while (Ask("patch") is { } answer
            && (answer.Contains("patch=waiting", StringComparison.Ordinal) || answer.Contains("patch=writing", StringComparison.Ordinal)))
        {
            _board.RunFor(TimeSpan.FromMilliseconds(100));
            Take();
        }
    }

    /// <summary>Runs for a while.</summary>
    /// <returns>What was said meanwhile.</returns>
    internal IEnumerable<string> RunFor(double seconds)
    {
        _board.RunFor(TimeSpan.FromSeconds(seconds));
        return Take().Select(line => line.Text);
    }

    private void RunUntil(double seconds)
    {
        TimeSpan left = TimeSpan.FromSeconds(seconds) - _board.Time;
        if (left > TimeSpan.Zero)
        {
            _board.RunFor(left);
        }
    }

    private ProtocolLine? TakeGuard() => Take().LastOrDefault(line => line.Name == "guard");

    private List<ProtocolLine> Take()
    {
        List<ProtocolLine> lines = _board.TakeLines().Select(ProtocolParser.Parse).ToList();
        _log.AddRange(lines);
        _adaptations.AddRange(lines.Select(_assembler.Add).OfType<ToldAdaptation>());
        return lines;
    }
}
