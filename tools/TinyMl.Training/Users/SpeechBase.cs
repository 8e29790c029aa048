using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training.Users;

/// <summary>
/// The base model of a left-out speaker: a depthwise-separable network after Zhang et al., "Hello Edge" (2017), with a first
/// convolution of 10 x 4 and four separable layers of 3 x 3, trained on everybody else.
/// </summary>
public sealed record SpeechBase
{
    /// <summary>Of each person's recordings of a class so many-th tests what everybody else lost, and never trains.</summary>
    public const int HeldOut = 5;

    /// <summary>Channels of every layer.</summary>
    public int Channels { get; init; } = 32;

    /// <summary>Passes over the recordings, each time varied anew.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>What the network is called: how it was made, so that one made otherwise is noticed.</summary>
    /// <param name="split">Who trains it.</param>
    public string Name(UserSplit split) => $"speech-c{Channels}-e{Epochs}-n{split.Training.Length}";

    /// <summary>Trains.</summary>
    /// <param name="data">The recordings.</param>
    /// <param name="split">Who is left out.</param>
    /// <param name="progress">Receives a report after each epoch; null: none.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The float network with the ranges of its activations, as <see cref="GraphFile"/> keeps it.</returns>
    public Graph Train(
        IUserData data, UserSplit split, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        LayerRecipe first = new(LayerKind.Conv, Channels, new Extent(10, 4), new Extent(2, 2));
        LayerRecipe inner = new(LayerKind.Separable, Channels, new Extent(3, 3), Extent.One);
        LayerRecipe halving = inner with { Stride = new Extent(2, 2) };
        Graph graph = NetworkBuilder.Build(
            Name(split), data.Shape, [first, halving, inner, inner, inner], data.Labels.Count, 1);
        TrainingOptions options = new() { Epochs = Epochs, Rate = 4e-3f, Average = 0.99f };
        return NetworkTraining.Run(
            graph, new ClipExamples(data, split.Training, 1), options, $"without {split.User}", progress, cancellation);
    }

    /// <summary>What surrounds the network in its file.</summary>
    public static Pipeline Pipeline(IUserData data) => new() { Labels = [.. data.Labels] };
}
