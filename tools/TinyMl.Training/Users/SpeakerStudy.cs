using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training.Users;

/// <summary>
/// Speakers who meet a model of words for the first time: each once, of a base model that the recipe makes without them. The
/// others' recordings that are held aside, other voices and backgrounds tell what everybody else loses.
/// </summary>
public sealed class SpeakerStudy : IUserStudy, IDisposable
{
    private readonly SpeechRecipe _recipe;
    private readonly SpeechData _data;

    /// <summary>Reads the recordings.</summary>
    /// <param name="recipe">Of the model.</param>
    /// <param name="shared">The folder of the shared data.</param>
    public SpeakerStudy(SpeechRecipe recipe, string shared)
    {
        _recipe = recipe;
        _data = SpeechData.Prepare(recipe, shared);
        Splits = _data.Speakers.Select(Split).ToArray();
    }

    /// <summary>The first so many classes are words.</summary>
    public int Words => _recipe.UnknownClass;

    /// <inheritdoc/>
    public IUserData Data => _data;

    /// <inheritdoc/>
    public IReadOnlyList<UserSplit> Splits { get; }

    /// <inheritdoc/>
    public Pipeline Pipeline => _recipe.Pipeline;

    /// <inheritdoc/>
    public string BaseOf(UserSplit split) => split.User;

    /// <inheritdoc/>
    public string NetworkName(UserSplit split) =>
        $"{_recipe.Name}-e{_recipe.Training.Epochs}{(_recipe.Training.Balance ? "-balanced" : string.Empty)}";

    /// <inheritdoc/>
    public Graph TrainBase(UserSplit split, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Graph graph = NetworkBuilder.Build(_recipe with { Name = NetworkName(split) }, _recipe.Seed);
        return NetworkTraining.Run(
            graph, _data.Examples(split.User), _recipe.Training, $"without {split.User}", progress, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _data.Dispose();

    // The user says words of the model only; what others say that is none tests as well.
    private UserSplit Split(string user)
    {
        int[] all = Enumerable.Range(0, _data.Clips.Count).ToArray();
        int[] others = all.Where(i => _data.Clips[i].User != user).ToArray();
        return new UserSplit(
            user,
            others.Where(i => !_data.IsHeldAside(i)).ToArray(),
            others.Where(_data.IsHeldAside).ToArray(),
            all.Where(i => _data.Clips[i].User == user && _data.Clips[i].Label < _recipe.UnknownClass).ToArray());
    }
}
