using System.Text.Json;
using StandInNanoff;

// NANOFF_LOG: a file that gets a line of JSON for each thing written to the device. NANOFF_PRINT, NANOFF_EXIT: a fault to play.
CommandLine line = CommandLine.Parse(args);
if (Environment.GetEnvironmentVariable("NANOFF_PRINT") is { Length: > 0 } text)
{
    Console.WriteLine(text);
}

if (Environment.GetEnvironmentVariable("NANOFF_EXIT") is { Length: > 0 } exit)
{
    return int.Parse(exit);
}

(int code, IReadOnlyList<Written> written) = line.Error is null ? Device.Run(line) : (9000, []);
if (code != 0)
{
    // The level "minimal" prints the number alone.
    Console.WriteLine((line.Text("verbosity") is "m" or "minimal" ? string.Empty : "Error ") + $"E{code} {line.Error}");
}

if (Environment.GetEnvironmentVariable("NANOFF_LOG") is { Length: > 0 } log)
{
    File.AppendAllLines(log, written.Select(what => JsonSerializer.Serialize(what)));
}

return code;
