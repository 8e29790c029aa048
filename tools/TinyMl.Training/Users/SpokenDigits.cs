using TinyMl.Compiler.Graphs;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Users;

/// <summary>The spoken digits of a <see cref="WordFolder"/>, as the host's own front end sees them.</summary>
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
        IReadOnlyList<SpokenWord> words = WordFolder.Read(folder, most);
        Users = words.Select(w => w.Speaker).Distinct().ToArray();
        _words = words.Select(w => w.Samples).ToArray();
        Clips = words.AsParallel().AsOrdered()
            .Select(w => new UserClip(w.Speaker, w.Label, w.Name, Window(w.Samples)))
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
}
