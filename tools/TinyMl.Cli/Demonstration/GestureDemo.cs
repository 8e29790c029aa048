using System.Diagnostics;
using TinyMl.Monitor;
using TinyMl.Training.Hand;
using TinyMl.Training.Recordings;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>Plays the script on the virtual board over its serial protocol, as a user with a terminal would.</summary>
internal sealed class GestureDemo : IDisposable
{
    // A person presses the button when the board had time to answer, and before the next digit begins.
    private const double AnswerSeconds = 0.7;

    // Long enough for the board to learn from a label and say so.
    private static readonly TimeSpan LearningTime = TimeSpan.FromSeconds(0.3);

    /// <summary>
    /// The simulated processor: a Cortex-M4 at 160 MHz that needs 10 instructions a multiply-accumulate (BENCHMARKS.md), one
    /// instruction a cycle.
    /// </summary>
    internal const double MacsPerMicrosecond = 16;

    private readonly VirtualBoardHost _board;
    private readonly DemoScript _script;
    private readonly Action<string> _show;
    private readonly List<ProtocolLine> _log = [];

    internal GestureDemo(byte[] model, DemoScript script, int seed, Action<string> show)
    {
        _script = script;
        _show = show;
        _board = new VirtualBoardHost(new VirtualBoardOptions
        {
            Model = model,
            Motion = MotionTrack.Of(script.Sequences),
            SensorNoise = 4,
            MacsPerMicrosecond = MacsPerMicrosecond,
            Seed = seed,
        });
    }

    /// <summary>Everything that the board said.</summary>
    internal IReadOnlyList<ProtocolLine> Log => _log;

    internal DemoResult Run(Action<string> heading)
    {
        Stopwatch watch = Stopwatch.StartNew();
        heading("The board starts");
        _board.Start();
        _board.RunFor(TimeSpan.FromSeconds(0.2));
        foreach (ProtocolLine line in Take().Where(line => line.Kind is LineKind.Start or LineKind.Error))
        {
            _show("  " + line.Text);
        }

        _show("  > selftest");
        _show("  " + _board.Ask("selftest"));
        heading("A new writer draws; nothing is learnt yet");
        DemoScore before = Play(_script.Test, 0);
        heading("The writer draws again and tells the board each digit");
        double start = _script.Test.Sequence.Seconds;
        Teach(_script.Shots, start);
        heading("The writer draws the first digits once more");
        DemoScore after = Play(_script.Test, start + _script.Shots.Sequence.Seconds);
        return new DemoResult(before, after, _board.Ask("memory") ?? string.Empty, _board.Ask("learn") ?? string.Empty, watch.Elapsed);
    }

    public void Dispose() => _board.Dispose();

    private DemoScore Play(Session session, double start)
    {
        DemoScore score = new();
        List<Gesture> digits = session.Digits.ToList();
        System.Text.StringBuilder row = new();
        for (int i = 0; i < digits.Count; i++)
        {
            RunUntil(start + EndOf(session, digits, i));
            string[] heard = Events(Take()).ToArray();
            string digit = digits[i].Label.ToString(System.Globalization.CultureInfo.InvariantCulture);
            bool right = heard.LastOrDefault() == digit;
            score.Add(digits[i].Label, right);
            row.Append(right ? $"  {digit}   " : $"  {digit}→{heard.LastOrDefault() ?? "-"} ");
            if (i % 10 == 9 || i == digits.Count - 1)
            {
                _show(row.ToString().TrimEnd());
                row.Clear();
            }
        }

        RunUntil(start + session.Sequence.Seconds);
        Take();
        return score;
    }

    private void Teach(Session session, double start)
    {
        foreach (Gesture digit in session.Digits)
        {
            RunUntil(start + digit.End + AnswerSeconds);
            Take();
            string command = $"label {digit.Label}";
            string answer = _board.Ask(command) ?? "no answer";
            _board.RunFor(LearningTime);
            ProtocolLine? learnt = Take().LastOrDefault(line => line.Kind == LineKind.Adaptation && line.Name == "learnt");
            _show($"  > {command}  {answer}" + (learnt is null ? string.Empty : $"  {learnt.Text}"));
        }

        RunUntil(start + session.Sequence.Seconds);
        Take();
    }

    // Up to where the next digit begins: an event until then can only mean this one.
    private static double EndOf(Session session, List<Gesture> digits, int index) =>
        index + 1 < digits.Count ? digits[index + 1].Start : session.Sequence.Seconds;

    private void RunUntil(double seconds)
    {
        TimeSpan left = TimeSpan.FromSeconds(seconds) - _board.Time;
        if (left > TimeSpan.Zero)
        {
            _board.RunFor(left);
        }
    }

    private List<ProtocolLine> Take()
    {
        List<ProtocolLine> lines = _board.TakeLines().Select(ProtocolParser.Parse).ToList();
        _log.AddRange(lines);
        return lines;
    }

    private static IEnumerable<string> Events(IEnumerable<ProtocolLine> lines) =>
        lines.Where(line => line.Kind == LineKind.Event && line.Name == "event").Select(line => line["label"] ?? string.Empty);
}
