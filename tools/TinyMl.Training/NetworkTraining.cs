using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Passes;
using TinyMl.Compiler.Quantization;
using TinyMl.Training.Optimization;

namespace TinyMl.Training;

/// <summary>From fresh weights to a network that can be quantised.</summary>
public static class NetworkTraining
{
    private const int CalibrationWindows = 1024;

    /// <summary>Trains a network in place.</summary>
    /// <param name="graph">The network; its constants change.</param>
    /// <param name="examples">What to learn from.</param>
    /// <param name="options">How.</param>
    /// <param name="stage">The name of this training in its progress.</param>
    /// <param name="progress">Receives a report after each epoch; null: none.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The network without batch normalisations, with the ranges of its activations.</returns>
    public static Graph Run(
        Graph graph,
        IExampleSource examples,
        TrainingOptions options,
        string stage,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        new GraphTrainer(graph, options).Fit(examples, null, stage, progress, cancellation);
        if (options.Balance)
        {
            ClassBalance.Apply(graph, Labels(examples, graph.Inputs[0].Shape.Elements));
        }

        // Windows of an epoch that training never came to: the same mixture, other variations.
        Graph calibrated = FoldBatchNormalization.Apply(graph);
        Calibrator.Calibrate(calibrated, Samples(examples, options.Epochs, graph.Inputs[0].Shape.Elements));
        return calibrated;
    }

    private static int[] Labels(IExampleSource examples, int length)
    {
        float[] input = new float[length];
        return Enumerable.Range(0, examples.Count).Select(i => examples.Fill(0, i, input)).ToArray();
    }

    private static IEnumerable<float[]> Samples(IExampleSource examples, int epoch, int length)
    {
        int step = Math.Max(1, examples.Count / CalibrationWindows);
        for (int i = 0; i < examples.Count; i += step)
        {
            float[] input = new float[length];
            examples.Fill(epoch, i, input);
            yield return input;
        }
    }
}
