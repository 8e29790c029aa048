using TinyMl.Monitor;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>A virtual board, used over its serial protocol as by a person with a terminal.</summary>
internal sealed class DemoBoard : IDisposable
{
    // A person presses the button when the board had time to answer, and before the next digit begins.
    private const double AnswerSeconds = 0.7;

    // Digits that are shown in a row, as far as a terminal is wide.
    private const int Row = 10;
    private const int RowCharacters = 80;

    private readonly VirtualBoardHost _board;
    private readonly string[] _labels;
    private readonly int _column;
    private readonly int _columns;
    private readonly List<ProtocolLine> _log = [];
    private readonly List<ToldAdaptation> _adaptations = [];
    private readonly AdaptationAssembler _assembler = new();

    /// <summary>Connects everything; the power is off.</summary>
    /// <param name="model">The model in its firmware.</param>
    /// <param name="labels">The digits' names in the model.</param>
    /// <param name="script">What happens.</param>
    /// <param name="memory">What keeps the patches.</param>
    /// <param name="power">When the power fails.</param>
    /// <param name="day">What the board's sensor perceives.</param>
    internal DemoBoard(
        byte[] model, string[] labels, DemoScript script, SimulatedI2cMemory memory, PowerSupply power, Action<VirtualBoardOptions> day)
    {
        _labels = labels;
        _column = (2 * labels.Max(label => label.Length)) + 4;
        _columns = Row * _column <= RowCharacters ? Row : Row / 2;
        VirtualBoardOptions options = new()
        {
            Model = model,
            MacsPerMicrosecond = script.MacsPerMicrosecond,
            Seed = script.Seed,
            Memory = memory,
            Power = power,
        };
        day(options);
        _board = new VirtualBoardHost(options);
    }

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

    /// <summary>Lets the user do a part and compares what the board names.</summary>
    /// <param name="part">What is done.</param>
    /// <param name="start">When, in the board's seconds.</param>
    /// <param name="show">Takes rows of digits.</param>
    internal DemoScore Play(DemoPart part, double start, Action<string> show)
    {
        DemoScore score = new();
        List<string> row = [];
        for (int i = 0; i < part.Actions.Count; i++)
        {
            // Up to where the next action begins: an event until then can only mean this one.
            RunUntil(start + (i + 1 < part.Actions.Count ? part.Actions[i + 1].Start : part.Seconds));
            string? heard = Take().LastOrDefault(line => line.Kind == LineKind.Event && line.Name == "event")?["label"];
            int label = part.Actions[i].Label;
            if (label < 0)
            {
                score.AddOther(heard is not null);
                continue;
            }

            bool right = heard == _labels[label];
            score.Add(label, right);
            row.Add((right ? $"  {heard}" : $"  {_labels[label]}→{heard ?? "-"}").PadRight(_column));
            if (row.Count == _columns)
            {
                Show(row, show);
            }
        }

        Show(row, show);

        RunUntil(start + part.Seconds);
        Take();
        return score;
    }

    /// <summary>Lets the user do a part, and somebody label each digit right after it.</summary>
    /// <param name="part">What is done.</param>
    /// <param name="start">When, in the board's seconds.</param>
    /// <param name="label">What is said of a digit.</param>
    /// <param name="show">Takes each label with what the board answered.</param>
    internal void Teach(DemoPart part, double start, Func<int, int> label, Action<string> show)
    {
        DemoAction[] digits = [.. part.Actions.Where(action => action.Label >= 0)];
        for (int i = 0; i < digits.Length; i++)
        {
            RunUntil(start + digits[i].End + AnswerSeconds);
            string command = $"label {_labels[label(digits[i].Label)]}";
            string answer = Ask(command);
            ProtocolLine? guard = TakeGuard();

            // The board has until the next digit is drawn to learn from this one.
            double end = start + (i + 1 < digits.Length ? digits[i + 1].End : part.Seconds);
            while (guard is null && _board.Time.TotalSeconds < end)
            {
                _board.RunFor(TimeSpan.FromMilliseconds(20));
                guard = TakeGuard();
            }

            show($"  > {command}  {guard?.Text ?? answer}");
        }

        RunUntil(start + part.Seconds);
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

    private static void Show(List<string> row, Action<string> show)
    {
        if (row.Count > 0)
        {
            show(string.Concat(row).TrimEnd());
            row.Clear();
        }
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
