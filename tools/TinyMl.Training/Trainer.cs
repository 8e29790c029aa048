using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;
using TinyMl.Training.Examples;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training;

/// <summary>Carries a recipe out: trains the float network, calibrates, quantises, compiles.</summary>
public sealed class Trainer
{
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
        Graph calibrated = NetworkTraining.Run(graph, examples, _recipe.Training, stage, progress, cancellation);
        Graph quantized = Quantizer.Quantize(calibrated, _recipe.FrontEnd.InputQuantization);
        Pipeline pipeline = _recipe.Pipeline with
        {
            // Of an epoch that training never came to.
            FactoryShots = FactorySet.Of(
                examples, _recipe.Training.Epochs, calibrated, _recipe.FrontEnd.InputQuantization, _recipe.FactoryShotsPerClass),
        };
        return new TrainedModel(graph, calibrated, pipeline, ModelCompiler.Compile(quantized, pipeline));
    }
}
