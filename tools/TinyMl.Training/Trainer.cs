using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training;

/// <summary>Carries a recipe out: trains the float network, calibrates, quantises, compiles.</summary>
public static class Trainer
{
    /// <summary>Trains.</summary>
    /// <param name="recipe">What to make.</param>
    /// <param name="examples">What to learn from.</param>
    /// <param name="stage">The name of this training in its progress.</param>
    /// <param name="progress">Receives a report after each epoch; null: none.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <param name="factory">What the factory's shots are chosen from; null: the examples.</param>
    public static TrainedModel Train(
        Recipe recipe,
        IExampleSource examples,
        string stage = "train",
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellation = default,
        IExampleSource? factory = null)
    {
        QuantizationParameters input = recipe.Sensor.InputQuantization;
        Graph graph = NetworkBuilder.Build(recipe, recipe.Seed);
        Graph calibrated = NetworkTraining.Run(graph, examples, recipe.Training, stage, progress, cancellation);
        Graph quantized = Quantizer.Quantize(calibrated, input);
        Pipeline pipeline = recipe.Pipeline with
        {
            // Of an epoch that training never came to.
            FactoryShots = FactorySet.Of(
                factory ?? examples, recipe.Training.Epochs, calibrated, input, recipe.FactoryShotsPerClass),
        };
        return new TrainedModel(graph, calibrated, pipeline, ModelCompiler.Compile(quantized, pipeline));
    }
}
