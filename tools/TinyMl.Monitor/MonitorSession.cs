using System.Text;

namespace TinyMl.Monitor;

/// <summary>Reads a board's lines until told to stop, keeps them, and connects again whenever the board goes and comes back.</summary>
public sealed class MonitorSession : IDisposable
{
    private readonly MonitorOptions _options;
    private readonly MonitorLog _log;
    private readonly Lock _lock = new();
    private Stream? _stream;

    /// <summary>Opens the files; the source is opened by <see cref="Run"/>.</summary>
    /// <param name="options">What to monitor.</param>
    /// <exception cref="MonitorException">A file cannot be written.</exception>
    public MonitorSession(MonitorOptions options)
    {
        _options = options;
        _log = new MonitorLog(options);
        View = new MonitorView(options.Source.Name);
    }

    /// <summary>What a live view shows.</summary>
    public MonitorView View { get; }

    /// <summary>Reads until a file or standard input ends, or until told to stop; blocks.</summary>
    /// <param name="cancellation">Tells to stop.</param>
    public void Run(CancellationToken cancellation = default)
    {
        // A blocked read ends when its stream is closed under it.
        using CancellationTokenRegistration stop = cancellation.Register(Close);
        TimeSpan backOff = _options.FirstBackOff;
        while (!cancellation.IsCancellationRequested)
        {
            if (Receive(cancellation))
            {
                backOff = _options.FirstBackOff;
            }

            if (!_options.Source.ComesBack)
            {
                return;
            }

            cancellation.WaitHandle.WaitOne(backOff);
            backOff = backOff * 2 < _options.LongestBackOff ? backOff * 2 : _options.LongestBackOff;
        }
    }

    /// <summary>Sends a command line to the board.</summary>
    /// <param name="command">The line without its end.</param>
    /// <returns>False: the board is not connected, or takes no commands.</returns>
    public bool Send(string command)
    {
        lock (_lock)
        {
            try
            {
                if (_stream is not { CanWrite: true })
                {
                    return false;
                }

                _stream.Write(Encoding.ASCII.GetBytes(command + "\n"));
                _stream.Flush();
                return true;
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _log.Dispose();
    }

    // True: at least a line arrived.
    private bool Receive(CancellationToken cancellation)
    {
        LineAssembler assembler = new();
        bool received = false;
        string problem = string.Empty;
        try
        {
            Stream stream = _options.Source.Open();
            lock (_lock)
            {
                _stream = stream;
            }

            View.Connected();
            byte[] chunk = new byte[4096];
            while (!cancellation.IsCancellationRequested)
            {
                int count = stream.Read(chunk);
                if (count == 0)
                {
                    problem = _options.Source.ComesBack ? "The board was disconnected." : problem;
                    break;
                }

                received |= Take(assembler.Add(chunk.AsSpan(0, count)));
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            problem = e.Message;
        }

        Take(assembler.End());
        Close();
        View.Disconnected(cancellation.IsCancellationRequested ? string.Empty : problem);
        return received;
    }

    private bool Take(List<ProtocolLine> lines)
    {
        foreach (ProtocolLine line in lines)
        {
            DateTimeOffset now = DateTimeOffset.UtcNow;
            _log.Add(now, line);
            View.Add(line);
            _options.LineReceived?.Invoke(now, line);
        }

        return lines.Count > 0;
    }

    private void Close()
    {
        lock (_lock)
        {
            _stream?.Dispose();
            _stream = null;
        }
    }
}
