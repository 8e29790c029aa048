using System.Text;

namespace TinyMl.Monitor;

/// <summary>Cuts a stream of bytes into lines, whatever comes.</summary>
public sealed class LineAssembler
{
    // A boot loader may print more than the protocol's 80 characters; noise without an end must not fill the memory.
    private const int MaxBytes = 512;

    private readonly StringBuilder _line = new();

    /// <summary>Takes bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>The lines that they complete.</returns>
    public List<ProtocolLine> Add(ReadOnlySpan<byte> bytes)
    {
        List<ProtocolLine> lines = [];
        foreach (byte value in bytes)
        {
            if (value == '\n')
            {
                AddLine(lines);
            }
            else
            {
                _line.Append((char)value);
                if (_line.Length == MaxBytes)
                {
                    lines.Add(ProtocolParser.Bad(_line.ToString()));
                    _line.Clear();
                }
            }
        }

        return lines;
    }

    /// <summary>Ends the stream: what is left was cut.</summary>
    /// <returns>The rest; empty: none.</returns>
    public List<ProtocolLine> End()
    {
        List<ProtocolLine> lines = [];
        if (_line.Length > 0)
        {
            lines.Add(ProtocolParser.Bad(_line.ToString()));
            _line.Clear();
        }

        return lines;
    }

    private void AddLine(List<ProtocolLine> lines)
    {
        if (_line.Length > 0 && _line[^1] == '\r')
        {
            _line.Length--;
        }

        if (_line.Length > 0)
        {
            lines.Add(ProtocolParser.Parse(_line.ToString()));
            _line.Clear();
        }
    }
}
