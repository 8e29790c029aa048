using TinyMl.Compiler.Graphs;
using TinyMl.Training.Recordings;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Users;

/// <summary>A folder of spoken digits, <c>{digit}_{speaker}_{number}.wav</c>, 16-bit PCM, one channel, 8 kHz.</summary>
public sealed class SpokenDigits : IVariedData
{
    private readonly SpeechFrontEnd _frontEnd;
    private readonly SpeechVariation _variation;
    private readonly float[][] _words;

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="frontEnd">The front end.</param>
    /// <param name="variation">How words are varied for training.</param>
    /// <param name="most">Recordings to read of each speaker and digit at most.</param>
    public SpokenDigits(string folder, SpeechFrontEnd frontEnd, SpeechVariation variation, int most = int.MaxValue)
    {
        _frontEnd = frontEnd;
        _variation = variation;
        (string File, string Speaker, int Digit, int Number)[] files = Find(folder, most);
        Users = files.Select(f => f.Speaker).Distinct().ToArray();
        _words = files.Select(f => WavFile.Read(f.File, SpeechFrontEnd.SampleRate)).ToArray();
        Clips = files.AsParallel().AsOrdered()
            .Select((f, i) => new UserClip(f.Speaker, f.Digit, Path.GetFileNameWithoutExtension(f.File), Window(_words[i])))
            .ToArray();
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; } = Enumerable.Range(0, 10).Select(d => $"{d}").ToArray();

    /// <inheritdoc/>
    public IReadOnlyList<string> Users { get; }

    /// <inheritdoc/>
    public IReadOnlyList<UserClip> Clips { get; }

    /// <inheritdoc/>
    public Shape Shape => _frontEnd.Shape;

    /// <inheritdoc/>
    public QuantizationParameters Quantization => SpeechFrontEnd.Quantization;

    /// <inheritdoc/>
    public void Vary(int clip, Random random, Span<sbyte> window) =>
        _variation.Apply(_frontEnd, _words[clip], random, window);

    private sbyte[] Window(float[] word)
    {
        sbyte[] window = new sbyte[_frontEnd.Shape.Elements];
        _frontEnd.Compute(SpeechFrontEnd.Place(word), 1, [], window);
        return window;
    }

    private static (string File, string Speaker, int Digit, int Number)[] Find(string folder, int most)
    {
        if (!Directory.Exists(folder))
        {
            throw new RecordingException(
                $"{folder}: there is no such folder; set TINYML_SHARED to the folder that holds the data.");
        }

        (string File, string Speaker, int Digit, int Number)[] files = Directory.GetFiles(folder, "*.wav")
            .Select(Parse)
            .OrderBy(f => f.Speaker, StringComparer.Ordinal).ThenBy(f => f.Digit).ThenBy(f => f.Number)
            .GroupBy(f => (f.Speaker, f.Digit))
            .SelectMany(group => group.Take(most))
            .ToArray();
        return files.Length > 0
            ? files
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
