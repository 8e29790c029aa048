using TinyMl.Training.Recordings;

namespace TinyMl.Training.Speech;

/// <summary>A folder of spoken digits, <c>{digit}_{speaker}_{number}.wav</c>, 16-bit PCM, one channel, 8 kHz.</summary>
public static class WordFolder
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="most">Recordings to read of each speaker and digit at most.</param>
    /// <returns>In the order of speaker, digit and number.</returns>
    public static IReadOnlyList<SpokenWord> Read(string folder, int most = int.MaxValue)
    {
        if (!Directory.Exists(folder))
        {
            throw new RecordingException(
                $"{folder}: there is no such folder; set TINYML_SHARED to the folder that holds the data.");
        }

        SpokenWord[] words = Directory.GetFiles(folder, "*.wav")
            .Select(Parse)
            .OrderBy(f => f.Speaker, StringComparer.Ordinal).ThenBy(f => f.Digit).ThenBy(f => f.Number)
            .GroupBy(f => (f.Speaker, f.Digit))
            .SelectMany(group => group.Take(most))
            .Select(f => new SpokenWord(
                f.Speaker, f.Digit, Path.GetFileNameWithoutExtension(f.File), WavFile.Read(f.File, SpeechSound.SampleRate)))
            .ToArray();
        return words.Length > 0
            ? words
            : throw new RecordingException($"{folder}: holds no .wav file; expected {{digit}}_{{speaker}}_{{number}}.wav.");
    }

    private static (string File, string Speaker, int Digit, int Number) Parse(string file)
    {
        string[] parts = Path.GetFileNameWithoutExtension(file).Split('_');
        return parts.Length == 3 && parts[0].Length == 1 && char.IsAsciiDigit(parts[0][0]) && parts[1].Length > 0
            && int.TryParse(parts[2], out int number)
            ? (file, parts[1], parts[0][0] - '0', number)
            : throw new RecordingException($"{file}: the name tells no digit and speaker; name it {{digit}}_{{speaker}}_{{number}}.wav.");
    }
}
