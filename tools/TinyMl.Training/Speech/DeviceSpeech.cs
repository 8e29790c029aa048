using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Training.Examples;

namespace TinyMl.Training.Speech;

/// <summary>Windows of speech from the device's own front end: training sees the very bytes that the device will. Not for several threads at once.</summary>
public sealed class DeviceSpeech : IDisposable
{
    private readonly AudioFrontEnd _frontEnd;
    private readonly NativeFrontEnd _native;

    /// <summary>Opens a front end.</summary>
    public DeviceSpeech(AudioFrontEnd frontEnd)
    {
        _frontEnd = frontEnd;
        _native = new NativeFrontEnd(frontEnd);
    }

    /// <summary>Samples of a window.</summary>
    public int WindowLength => _frontEnd.WindowSamples;

    /// <summary>The shape of a window.</summary>
    public Shape Shape => _frontEnd.InputShape;

    /// <summary>The quantisation of a window.</summary>
    public QuantizationParameters Quantization => _frontEnd.InputQuantization;

    /// <summary>Computes a window of the first <see cref="WindowLength"/> samples.</summary>
    /// <param name="samples">At the front end's rate, 16-bit units.</param>
    /// <param name="window">[frames, channels].</param>
    public void Compute(ReadOnlySpan<float> samples, Span<sbyte> window) =>
        _native.Encode(Pcm.Records(_frontEnd, samples[..WindowLength]), window);

    /// <inheritdoc/>
    public void Dispose() => _native.Dispose();
}
