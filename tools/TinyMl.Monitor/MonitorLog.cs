using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TinyMl.Monitor;

/// <summary>
/// Keeps what was received: metrics as CSV (one row each, for names differ from model to model), adaptations as CSV,
/// everything as JSON Lines, captured numbers as they came.
/// </summary>
public sealed class MonitorLog : IDisposable
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string AdaptationColumns =
        "time,t_ms,n,decision,shots,doubtful,user_before,user_after,user_tested,factory_before,factory_after,factory_tested,steps,us";

    private readonly AdaptationAssembler _assembler = new();
    private readonly AppendingFile? _csv;
    private readonly AppendingFile? _adaptations;
    private readonly AppendingFile? _json;
    private readonly AppendingFile? _capture;

    /// <summary>Opens the files; what they contain already stays.</summary>
    /// <param name="options">Which files.</param>
    /// <exception cref="MonitorException">A file cannot be written.</exception>
    public MonitorLog(MonitorOptions options)
    {
        _csv = Open(options.Csv, "time,name,value");
        _adaptations = Open(options.Adaptations, AdaptationColumns);
        _json = Open(options.Json);
        _capture = Open(options.Capture);
    }

    /// <summary>Keeps a line.</summary>
    /// <param name="time">When it arrived.</param>
    /// <param name="line">The line.</param>
    public void Add(DateTimeOffset time, ProtocolLine line)
    {
        string stamp = time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        if (line.Kind == LineKind.Metric)
        {
            _csv?.Write($"{stamp},{Cell(line.Name)},{line.Value.ToString("R", CultureInfo.InvariantCulture)}");
        }
        else if (line.Kind == LineKind.Capture)
        {
            _capture?.Write(line.Text);
        }

        if (_assembler.Add(line) is { } adaptation)
        {
            _adaptations?.Write(Row(stamp, adaptation));
        }

        _json?.Write(Json(stamp, line));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _csv?.Dispose();
        _adaptations?.Dispose();
        _json?.Dispose();
        _capture?.Dispose();
    }

    private static AppendingFile? Open(string? path, string? header = null) => path is null ? null : new AppendingFile(path, header);

    private static string Row(string time, ToldAdaptation a) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time},{a.Milliseconds},{a.Number},{a.Decision},{a.Shots},{a.Doubtful},{Cells(a.User)},{Cells(a.Factory)},{a.Steps},{a.Microseconds}");

    private static string Cells(Tested test) => string.Create(CultureInfo.InvariantCulture, $"{test.Before},{test.After},{test.Of}");

    private static string Cell(string text) =>
        text.AsSpan().IndexOfAny(',', '"') < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Json(string time, ProtocolLine line)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteString("time", time);
            json.WriteString("kind", line.Kind.ToString().ToLowerInvariant());
            json.WriteString("line", line.Text);
            Understood(json, line);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void Understood(Utf8JsonWriter json, ProtocolLine line)
    {
        if (line.Kind == LineKind.Metric)
        {
            json.WriteString("name", line.Name);
            json.WriteNumber("value", line.Value);
        }

        if (line.Status != 0)
        {
            json.WriteNumber("status", line.Status);
            json.WriteString("sentence", line.Sentence);
        }

        if (line.Fields.Count > 0)
        {
            json.WriteStartObject("fields");
            foreach ((string key, string value) in line.Fields)
            {
                // A label or an id made of digits is no number.
                if (key is not ("label" or "name" or "id" or "version" or "abi")
                    && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number))
                {
                    json.WriteNumber(key, number);
                }
                else if (Tested.TryParse(value, out Tested test))
                {
                    json.WriteStartObject(key);
                    json.WriteNumber("before", test.Before);
                    json.WriteNumber("after", test.After);
                    json.WriteNumber("tested", test.Of);
                    json.WriteEndObject();
                }
                else
                {
                    json.WriteString(key, value);
                }
            }

            json.WriteEndObject();
        }

        if (line.Numbers.Count > 0)
        {
            json.WriteStartArray("numbers");
            foreach (int number in line.Numbers)
            {
                json.WriteNumberValue(number);
            }

            json.WriteEndArray();
        }
    }
}
