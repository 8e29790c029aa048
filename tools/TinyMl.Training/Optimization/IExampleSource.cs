namespace TinyMl.Training.Optimization;

/// <summary>
/// Examples to learn from or to test with. Augmentation happens in <see cref="Fill"/>: what it writes may differ by epoch but
/// must depend on its arguments only, as it is called from several threads in any order.
/// </summary>
public interface IExampleSource
{
    /// <summary>Examples an epoch.</summary>
    int Count { get; }

    /// <summary>Writes one example.</summary>
    /// <param name="epoch">The pass, from 0.</param>
    /// <param name="index">The example, 0 to <see cref="Count"/> - 1.</param>
    /// <param name="input">The graph's input, one sample.</param>
    /// <returns>The class.</returns>
    int Fill(int epoch, int index, Span<float> input);
}
