using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace TinyMl.Cli;

/// <summary>Where a command's result goes: a table for people, or one JSON document for programs.</summary>
internal static class Report
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    internal static void WriteJson(object value) => Console.Out.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>A table whose columns after the first are right-aligned numbers.</summary>
    internal static Table Table(params string[] columns)
    {
        Table table = new() { Border = TableBorder.Rounded };
        for (int i = 0; i < columns.Length; i++)
        {
            TableColumn column = new(Markup.Escape(columns[i]));
            table.AddColumn(i == 0 ? column : column.RightAligned());
        }

        return table;
    }

    internal static string Number(long value) =>
        value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    internal static string Percent(double fraction) =>
        (100 * fraction).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + " %";

    internal static void Error(string sentence, ExitCode code) => Console.Error.WriteLine($"error {(int)code}: {sentence}");
}
