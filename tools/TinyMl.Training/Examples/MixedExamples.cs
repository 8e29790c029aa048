using TinyMl.Training.Numerics;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Examples;

/// <summary>Draws windows from pools of spans, each pool with its share of an epoch, and varies them.</summary>
public sealed class MixedExamples : IExampleSource
{
    private readonly IReadOnlyList<ExamplePool> _pools;
    private readonly WindowCutter _cutter;
    private readonly Augmentation _augmentation;
    private readonly int _seed;
    private readonly float _scale;

    /// <summary>Makes a source.</summary>
    /// <param name="pools">What to draw from.</param>
    /// <param name="cutter">Makes the windows.</param>
    /// <param name="augmentation">How strongly they are varied.</param>
    /// <param name="scale">Real value of one LSB of the front end.</param>
    /// <param name="seed">Same seed, same windows.</param>
    public MixedExamples(
        IReadOnlyList<ExamplePool> pools, WindowCutter cutter, Augmentation augmentation, float scale, int seed)
    {
        _pools = pools.Where(p => p.Spans.Count > 0).ToArray();
        _cutter = cutter;
        _augmentation = augmentation;
        _scale = scale;
        _seed = seed;
        Count = _pools.Sum(p => p.Draws);
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public int Fill(int epoch, int index, Span<float> input)
    {
        int draw = index;
        int pool = 0;
        for (; draw >= _pools[pool].Draws; pool++)
        {
            draw -= _pools[pool].Draws;
        }

        // Every span comes up equally often: the draw walks through the pool, from epoch to epoch at another place.
        Random random = new(Seeds.Mix(_seed, epoch, index));
        IReadOnlyList<WindowSpan> spans = _pools[pool].Spans;
        WindowSpan span = spans[(int)(((long)epoch * _pools[pool].Draws + draw) % spans.Count)];
        Span<sbyte> window = stackalloc sbyte[input.Length];
        _cutter.Cut(span.Sequence, random.Between(span.From, span.To), _augmentation, random, window);
        for (int i = 0; i < window.Length; i++)
        {
            input[i] = window[i] * _scale;
        }

        return span.Label;
    }
}
