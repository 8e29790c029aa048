using TinyMl.Training.Numerics;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Users;

/// <summary>Some recordings as training examples, each once an epoch and each time varied anew.</summary>
/// <param name="data">The recordings.</param>
/// <param name="clips">Which of them.</param>
/// <param name="seed">Same seed, same variations.</param>
public sealed class ClipExamples(IVariedData data, IReadOnlyList<int> clips, int seed) : IExampleSource
{
    /// <inheritdoc/>
    public int Count => clips.Count;

    /// <inheritdoc/>
    public int Fill(int epoch, int index, Span<float> input)
    {
        Span<sbyte> window = stackalloc sbyte[input.Length];
        data.Vary(clips[index], new Random(Seeds.Mix(seed, epoch, clips[index])), window);
        for (int i = 0; i < window.Length; i++)
        {
            input[i] = (window[i] - data.Quantization.ZeroPoint) * data.Quantization.Scale;
        }

        return data.Clips[clips[index]].Label;
    }
}
