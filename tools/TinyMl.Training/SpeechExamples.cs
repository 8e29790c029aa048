using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;
using TinyMl.Training.Optimization;
using TinyMl.Training.Speech;

namespace TinyMl.Training;

/// <summary>Windows of sounds, each sound once an epoch: the next of its variants, some of it masked.</summary>
/// <param name="sounds">Class and variants of each.</param>
/// <param name="variation">What is masked.</param>
/// <param name="quantization">Of a window.</param>
/// <param name="bands">Columns of a window.</param>
/// <param name="seed">Same seed, same masks.</param>
public sealed class SpeechExamples(
    IReadOnlyList<(int Label, sbyte[][] Variants)> sounds, WordVariation variation, QuantizationParameters quantization, int bands, int seed)
    : IExampleSource
{
    /// <inheritdoc/>
    public int Count => sounds.Count;

    /// <inheritdoc/>
    public int Fill(int epoch, int index, Span<float> input)
    {
        (int label, sbyte[][] variants) = sounds[index];
        Span<sbyte> window = stackalloc sbyte[input.Length];
        variants[(epoch + index) % variants.Length].CopyTo(window);
        variation.Mask(window, bands, new Random(Seeds.Mix(seed, epoch, index)));
        for (int i = 0; i < window.Length; i++)
        {
            input[i] = (window[i] - quantization.ZeroPoint) * quantization.Scale;
        }

        return label;
    }
}
