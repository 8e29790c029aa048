using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Users;

/// <summary>Everybody is the user once, of a base model that all others taught.</summary>
public sealed class LeaveOneOutStudy : IUserStudy
{
    /// <summary>Of each person's recordings of a class so many-th tests what everybody else lost, and never trains.</summary>
    public const int HeldOut = 5;

    private readonly IVariedData _data;
    private readonly BaseRecipe _recipe;

    /// <summary>Splits recordings.</summary>
    /// <param name="data">The recordings.</param>
    /// <param name="recipe">How a base model is made.</param>
    public LeaveOneOutStudy(IVariedData data, BaseRecipe recipe)
    {
        if (data.Users.Count < 2)
        {
            throw new RecordingException(
                $"These recordings are all by {data.Users[0]}: a user is left out, others must remain.");
        }

        (_data, _recipe) = (data, recipe);
        Splits = data.Users.Select(user => UserSplit.LeaveOut(data, user, HeldOut)).ToArray();
    }

    /// <inheritdoc/>
    public IUserData Data => _data;

    /// <inheritdoc/>
    public IReadOnlyList<UserSplit> Splits { get; }

    /// <inheritdoc/>
    public Pipeline Pipeline => new() { Labels = [.. _data.Labels] };

    /// <inheritdoc/>
    public string BaseOf(UserSplit split) => split.User;

    /// <inheritdoc/>
    public string NetworkName(UserSplit split) => $"{_recipe.Name}-n{split.Training.Length}";

    /// <inheritdoc/>
    public Graph TrainBase(UserSplit split, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Graph graph = NetworkBuilder.Build(NetworkName(split), _data.Shape, _recipe.Layers, _data.Labels.Count, 1);
        return NetworkTraining.Run(
            graph, new ClipExamples(_data, split.Training, 1), _recipe.Training, $"without {split.User}", progress, cancellation);
    }
}
