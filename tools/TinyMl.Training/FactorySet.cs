using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Training.Numerics;
using TinyMl.Training.Optimization;

namespace TinyMl.Training;

/// <summary>
/// Chooses what the device tests on whether it still understands others than its user. Of each class, and of those that the
/// network names right: half stand for all of them, so that the test means something; half stand for the quarter that is
/// named right by the least margin, so that it notices harm early.
/// </summary>
public static class FactorySet
{
    private const int Quarter = 4;
    private const int Batch = 64;

    /// <summary>Chooses as many examples of each class.</summary>
    /// <param name="examples">What the model was trained on.</param>
    /// <param name="epoch">The epoch whose variations are taken.</param>
    /// <param name="graph">The float network.</param>
    /// <param name="quantization">Of its input, on the device.</param>
    /// <param name="perClass">Examples of each class at most.</param>
    /// <returns>By class, ascending.</returns>
    public static IReadOnlyList<LearningExample> Of(
        IExampleSource examples, int epoch, Graph graph, QuantizationParameters quantization, int perClass)
    {
        Candidate[] right = Judge(examples, epoch, graph, quantization).Where(c => c.Margin > 0).ToArray();
        return right.GroupBy(c => c.Example.Label)
            .OrderBy(group => group.Key)
            .SelectMany(group => Choose(group.ToArray(), perClass))
            .Select(c => c.Example)
            .ToArray();
    }

    private static IEnumerable<Candidate> Choose(Candidate[] all, int count)
    {
        Candidate[] typical = Herd(all, (count + 1) / 2);
        Candidate[] rest = all.Except(typical).OrderBy(c => c.Margin).ToArray();
        Candidate[] narrow = Herd(rest.Take(Math.Max(count / 2, rest.Length / Quarter)).ToArray(), count / 2);
        return typical.Concat(narrow);
    }

    private static Candidate[] Herd(Candidate[] candidates, int count) =>
        Herding.Choose(Array.ConvertAll(candidates, c => c.Feature), count).Select(i => candidates[i]).ToArray();

    private static List<Candidate> Judge(
        IExampleSource examples, int epoch, Graph graph, QuantizationParameters quantization)
    {
        Network<float> network = new(graph, Batch, new Workers(Environment.ProcessorCount));
        FullyConnected head = graph.Operators.OfType<FullyConnected>().Last();
        List<Candidate> judged = [];
        for (int from = 0; from < examples.Count; from += Batch)
        {
            int batch = Math.Min(Batch, examples.Count - from);
            LearningExample[] taken = new LearningExample[batch];
            Parallel.For(0, batch, i =>
            {
                Span<float> input = network.Input.Sample(i);
                int label = examples.Fill(epoch, from + i, input);
                taken[i] = new LearningExample(label, Array.ConvertAll(input.ToArray(), v => Quantize(v, quantization)));
            });
            network.Forward(batch, false);
            for (int i = 0; i < batch; i++)
            {
                Span<float> logits = network.Of(head.Output).Sample(i);
                float own = logits[taken[i].Label];
                logits[taken[i].Label] = float.NegativeInfinity;
                judged.Add(new Candidate(
                    taken[i], network.Of(head.Input).Sample(i).ToArray(), own - TensorPrimitives.Max<float>(logits)));
            }
        }

        return judged;
    }

    private static sbyte Quantize(float value, QuantizationParameters quantization) =>
        (sbyte)Math.Clamp(MathF.Round(value / quantization.Scale) + quantization.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);

    /// <summary>An example as the network sees it.</summary>
    /// <param name="Example">The example.</param>
    /// <param name="Feature">The head's input.</param>
    /// <param name="Margin">By how much its class' logit lies above the greatest other one.</param>
    private sealed record Candidate(LearningExample Example, float[] Feature, float Margin);
}
