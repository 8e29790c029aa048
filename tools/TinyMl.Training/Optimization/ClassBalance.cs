using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Optimization;

/// <summary>
/// Makes every class as likely beforehand as any other, however many examples it had: the logarithm of its share, in equal
/// shares, is taken from its logit (Menon et al., "Long-tail learning via logit adjustment", 2021).
/// </summary>
internal static class ClassBalance
{
    /// <summary>Changes the biases of the last dense layer.</summary>
    /// <param name="graph">A trained network that ends in that layer and a softmax.</param>
    /// <param name="labels">The class of each example that it was trained on.</param>
    public static void Apply(Graph graph, IReadOnlyCollection<int> labels)
    {
        float[] biases = graph.Operators.OfType<FullyConnected>().Last().Bias.Values!;
        foreach (IGrouping<int, int> examples in labels.GroupBy(label => label))
        {
            biases[examples.Key] -= (float)Math.Log((double)examples.Count() * biases.Length / labels.Count);
        }
    }
}
