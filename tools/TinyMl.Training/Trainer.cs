using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Passes;
using TinyMl.Compiler.Quantization;
using TinyMl.Training.Examples;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training;

/// <summary>Carries a recipe out: trains the float network, calibrates, quantises, compiles.</summary>
public sealed class Trainer
{
    private const int CalibrationWindows = 1024;

    private readonly Recipe _recipe;
    private readonly TrainingData _data;

    /// <summary>Makes a trainer.</summary>
    /// <param name="recipe">What to make.</param>
    /// <param name="data">Its data.</param>
    public Trainer(Recipe recipe, TrainingData data)
    {
        _recipe = recipe;
        _data = data;
    }

    /// <summary>Trains.</summary>
    /// <param name="without">The fold of real recordings that the model must not see; null: it sees all.</param>
    /// <param name="stage">The name of this training in its progress.</param>
    /// <param name="progress">Receives a report after each epoch; null: none.</param>
    /// <param name="cancellation">Ends the training.</param>
    public TrainedModel Train(
        int? without,
        string stage = "train",
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        Graph graph = NetworkBuilder.Build(_recipe, _recipe.Seed);
        MixedExamples examples = _data.Examples(without);
        new GraphTrainer(graph, _recipe.Training).Fit(examples, null, stage, progress, cancellation);

        // Windows of an epoch that training never came to: the same mixture, other variations.
        Graph calibrated = FoldBatchNormalization.Apply(graph);
        Calibrator.Calibrate(calibrated, Samples(examples, graph.Inputs[0].Shape.Elements));
        Graph quantized = Quantizer.Quantize(calibrated, _recipe.FrontEnd.InputQuantization);
        return new TrainedModel(graph, calibrated, _recipe.Pipeline, ModelCompiler.Compile(quantized, _recipe.Pipeline));
    }

    private IEnumerable<float[]> Samples(MixedExamples examples, int length)
    {
        int step = Math.Max(1, examples.Count / CalibrationWindows);
        for (int i = 0; i < examples.Count; i += step)
        {
            float[] input = new float[length];
            examples.Fill(_recipe.Training.Epochs, i, input);
            yield return input;
        }
    }
}
