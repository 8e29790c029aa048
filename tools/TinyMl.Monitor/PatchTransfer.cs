using System.Collections.Concurrent;
using System.Globalization;

namespace TinyMl.Monitor;

/// <summary>Fetches a patch from a board and brings one to it, over a line that may lose and spoil lines.</summary>
public sealed class PatchTransfer : IDisposable
{
    private const int DamagedLine = -77;
    private const int NoImport = -79;
    private const int FirstCommandFault = -90;
    private const int LastCommandFault = -93;
    private const int MostLines = 65536;
    private const int Attempts = 8;

    private readonly BlockingCollection<ProtocolLine> _lines = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly MonitorSession _session;
    private readonly Task _reading;
    private readonly string _board;
    private readonly TimeSpan _patience;

    /// <summary>Begins to listen.</summary>
    /// <param name="source">Where the board is.</param>
    /// <param name="patience">How long to wait for a connection, and for each answer.</param>
    public PatchTransfer(MonitorSource source, TimeSpan patience)
    {
        _board = source.Name;
        _patience = patience;
        _session = new MonitorSession(new MonitorOptions { Source = source, LineReceived = (_, line) => _lines.Add(line) });
        _reading = Task.Run(() => _session.Run(_stop.Token));
    }

    /// <summary>Fetches what the board has learnt.</summary>
    /// <returns>The record, proved.</returns>
    /// <exception cref="MonitorException">The board is not there, has nothing to give, or the line is too bad.</exception>
    public byte[] Save()
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            ProtocolLine answer = Ask("export", line => line["lines"] is not null);
            Refuse(answer);
            if (int.TryParse(answer["lines"], out int count) && count is > 0 and <= MostLines && Collect(count) is byte[] record)
            {
                PatchFile.Parse(record, $"What {_board} sent");
                return record;
            }
        }

        throw new MonitorException($"Lines of the patch from {_board} got lost each time. Check the cable, or lower the rate.");
    }

    /// <summary>Brings a patch to the board, which makes it active and keeps it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="replace">Also where the board has learnt since.</param>
    /// <param name="progress">Told how many lines of how many were taken.</param>
    /// <exception cref="MonitorException">The board is not there, or refuses the patch: nothing of it is used then.</exception>
    public void Send(byte[] record, bool replace, Action<int, int>? progress = null)
    {
        string[] lines = PatchText.Lines(record);
        Refuse(Ask(replace ? "import replace" : "import", line => line["import"] == "ready"));
        for (int number = 0; number < lines.Length; number++)
        {
            bool last = number == lines.Length - 1;
            string expected = number.ToString(CultureInfo.InvariantCulture);
            ProtocolLine answer = Ask(lines[number], line => last ? line["import"] == "done" : line["line"] == expected);

            // The answer to the last line may have got lost: then it comes again when the import is over.
            if (!last || answer.Status != NoImport || !IsActive(record))
            {
                Refuse(answer);
            }

            progress?.Invoke(number + 1, lines.Length);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _reading.Wait();
        _session.Dispose();
        _stop.Dispose();
        _lines.Dispose();
    }

    private static void Refuse(ProtocolLine answer)
    {
        if (answer.Status < 0)
        {
            throw new MonitorException($"The board refuses: {answer.Status} {answer.Sentence}");
        }
    }

    private bool IsActive(byte[] record) => PatchFile.Parse(Save(), _board).Parameters.AsSpan()
        .SequenceEqual(PatchFile.Parse(record, "The patch").Parameters);

    // What was damaged, or whose answer was lost, is sent again: the board takes the same command and line twice.
    private ProtocolLine Ask(string command, Func<ProtocolLine, bool> isAnswer)
    {
        ProtocolLine? answer = null;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            Deliver(command);
            answer = Await(isAnswer) ?? answer;
            if (answer is { Status: not DamagedLine and not (<= FirstCommandFault and >= LastCommandFault) })
            {
                return answer;
            }
        }

        return answer ?? throw new MonitorException(
            $"{_board} does not answer. Check that the board runs this firmware and that the rate is right.");
    }

    private void Deliver(string command)
    {
        while (_lines.TryTake(out _))
        {
        }

        DateTime end = DateTime.UtcNow + _patience;
        while (!_session.Send(command))
        {
            if (DateTime.UtcNow > end || _reading.IsCompleted)
            {
                string problem = _session.View.Snapshot().Problem;
                throw new MonitorException(problem.Length > 0 ? problem : $"{_board} takes no commands. Name the board's port.");
            }

            Thread.Sleep(20);
        }
    }

    // Late answers to what was sent before are passed over; null: none came.
    private ProtocolLine? Await(Func<ProtocolLine, bool> isAnswer)
    {
        DateTime end = DateTime.UtcNow + _patience;
        while (_lines.TryTake(out ProtocolLine? line, Left(end)))
        {
            if (line.Kind == LineKind.Answer && (line.Status < 0 || isAnswer(line)))
            {
                return line;
            }
        }

        return null;
    }

    // The lines of an export; null: some are missing.
    private byte[]? Collect(int count)
    {
        byte[]?[] parts = new byte[]?[count];
        DateTime end = DateTime.UtcNow + _patience;
        while (parts.Contains(null) && _lines.TryTake(out ProtocolLine? line, Left(end)))
        {
            if (line.Kind == LineKind.Patch && PatchText.TryParse(line.Text, out int number, out byte[] bytes) && number < count)
            {
                parts[number] = bytes;
                end = DateTime.UtcNow + _patience;
                if (number == count - 1)
                {
                    break;
                }
            }
        }

        return parts.Contains(null) ? null : parts.SelectMany(part => part!).ToArray();
    }

    private static TimeSpan Left(DateTime end) => end > DateTime.UtcNow ? end - DateTime.UtcNow : TimeSpan.Zero;
}
