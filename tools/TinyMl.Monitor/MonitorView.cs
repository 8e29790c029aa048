namespace TinyMl.Monitor;

/// <summary>Sums up what was received for a live view; drawing it is somebody else's work.</summary>
public sealed class MonitorView
{
    private const int HistoryLength = 120;
    private const int RecentLength = 50;
    private const int AdaptationsLength = 8;

    private readonly Lock _lock = new();
    private readonly List<string> _names = [];
    private readonly Dictionary<string, Queue<double>> _metrics = [];
    private readonly Queue<ProtocolLine> _recent = new();
    private readonly Queue<ToldAdaptation> _adaptations = new();
    private readonly AdaptationAssembler _assembler = new();
    private readonly Dictionary<string, ProtocolLine> _about = [];
    private readonly string _source;
    private bool _connected;
    private string _problem = string.Empty;
    private int _connections;
    private long _lines;
    private long _badLines;

    /// <summary>Starts empty.</summary>
    /// <param name="source">Where the lines come from.</param>
    public MonitorView(string source) => _source = source;

    /// <summary>Takes a line.</summary>
    /// <param name="line">The line.</param>
    public void Add(ProtocolLine line)
    {
        lock (_lock)
        {
            _lines++;
            if (_assembler.Add(line) is { } adaptation)
            {
                Keep(_adaptations, adaptation, AdaptationsLength);
            }

            switch (line.Kind)
            {
                case LineKind.Bad:
                    _badLines++;
                    break;
                case LineKind.Metric:
                    AddMetric(line);
                    break;
                case LineKind.Start:
                    _about[line.Name] = line;
                    break;
                case LineKind.Patch when line.Name == PatchText.Prefix:
                    break;
                case LineKind.Event or LineKind.Patch or LineKind.Adaptation or LineKind.Error or LineKind.Answer or LineKind.Sensor:
                    _about[line.Name] = line;
                    Keep(_recent, line, RecentLength);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A copy to draw.</summary>
    public MonitorSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new MonitorSnapshot
            {
                Source = _source,
                IsConnected = _connected,
                Problem = _problem,
                Reconnections = Math.Max(0, _connections - 1),
                Lines = _lines,
                BadLines = _badLines,
                Metrics = _names.ConvertAll(n => new MetricHistory(n, _metrics[n].ToArray())),
                Recent = _recent.ToArray(),
                Adaptations = _adaptations.ToArray(),
                About = new Dictionary<string, ProtocolLine>(_about),
            };
        }
    }

    internal void Connected()
    {
        lock (_lock)
        {
            _connected = true;
            _connections++;
            _problem = string.Empty;
        }
    }

    internal void Disconnected(string problem)
    {
        lock (_lock)
        {
            _connected = false;
            _problem = problem;
        }
    }

    private static void Keep<T>(Queue<T> queue, T item, int length)
    {
        queue.Enqueue(item);
        if (queue.Count > length)
        {
            queue.Dequeue();
        }
    }

    private void AddMetric(ProtocolLine line)
    {
        if (!_metrics.TryGetValue(line.Name, out Queue<double>? values))
        {
            values = new Queue<double>();
            _metrics.Add(line.Name, values);
            _names.Add(line.Name);
        }

        Keep(values, line.Value, HistoryLength);
    }
}
