using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Training.Optimization;

namespace TinyMl.Training;

/// <summary>Chooses what the device tests on whether it still understands others than its user.</summary>
public static class FactorySet
{
    /// <summary>Chooses as many examples of each class.</summary>
    /// <param name="examples">What the model was trained on.</param>
    /// <param name="epoch">The epoch whose variations are taken.</param>
    /// <param name="graph">The int8 graph.</param>
    /// <param name="perClass">Examples of each class.</param>
    public static IReadOnlyList<LearningExample> Of(IExampleSource examples, int epoch, Graph graph, int perClass)
    {
        Tensor input = graph.Inputs[0];
        LearningExample[] all = new LearningExample[examples.Count];
        Parallel.For(0, all.Length, i =>
        {
            float[] values = new float[input.Shape.Elements];
            int label = examples.Fill(epoch, i, values);
            all[i] = new LearningExample(label, Array.ConvertAll(values, value => Quantize(value, input.Quantization!)));
        });
        return BalancedChoice.Of(all, perClass);
    }

    private static sbyte Quantize(float value, QuantizationParameters quantization) =>
        (sbyte)Math.Clamp(MathF.Round(value / quantization.Scale) + quantization.ZeroPoint, sbyte.MinValue, sbyte.MaxValue);
}
