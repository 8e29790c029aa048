using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training.Users;

/// <summary>
/// Writers who meet a gesture model for the first time: simulated ones of unusual style, and the person whose recordings the
/// recipe names. One base model is made for all of them, by the recipe, of simulated writers alone.
/// </summary>
public sealed class WriterStudy : IUserStudy
{
    private readonly GestureRecipe _recipe;
    private readonly WriterWindows _windows;

    /// <summary>Simulates the writers and reads the recordings.</summary>
    /// <param name="recipe">Of the model.</param>
    /// <param name="shared">The folder of the shared data.</param>
    /// <param name="writers">Simulated users.</param>
    public WriterStudy(GestureRecipe recipe, string shared, int writers)
    {
        _recipe = recipe with { Name = recipe.Name + "-simulated", Recordings = null };
        _windows = new WriterWindows(recipe, shared, writers);
        int[] Of(string user) => Enumerable.Range(0, _windows.Clips.Count).Where(i => _windows.Clips[i].User == user).ToArray();
        Splits = _windows.Users
            .Where(user => user is not (WriterWindows.Teachers or WriterWindows.Strangers))
            .Select(user => new UserSplit(user, Of(WriterWindows.Teachers), Of(WriterWindows.Strangers), Of(user)))
            .ToArray();
    }

    /// <inheritdoc/>
    public IUserData Data => _windows;

    /// <inheritdoc/>
    public IReadOnlyList<UserSplit> Splits { get; }

    /// <inheritdoc/>
    public Pipeline Pipeline => _recipe.Pipeline;

    /// <inheritdoc/>
    public string BaseOf(UserSplit split) => _recipe.Name;

    /// <inheritdoc/>
    public string NetworkName(UserSplit split) => $"{_recipe.Name}-e{_recipe.Training.Epochs}";

    /// <inheritdoc/>
    public Graph TrainBase(UserSplit split, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        using TrainingData data = TrainingData.Prepare(_recipe, string.Empty);
        Graph graph = NetworkBuilder.Build(_recipe with { Name = NetworkName(split) }, _recipe.Seed);
        return NetworkTraining.Run(graph, data.Examples(null), _recipe.Training, "simulated writers", progress, cancellation);
    }
}
