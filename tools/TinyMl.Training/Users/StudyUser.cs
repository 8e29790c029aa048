using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;

namespace TinyMl.Training.Users;

/// <summary>A user, and what the factory made without them.</summary>
/// <param name="Split">Who.</param>
/// <param name="Base">The float network with its ranges.</param>
/// <param name="FactoryShots">What the device tests on whether it still understands everybody else.</param>
public sealed record StudyUser(UserSplit Split, Graph Base, IReadOnlyList<LearningExample> FactoryShots)
{
    /// <summary>Chooses the factory's shots among what the base model was trained on.</summary>
    /// <param name="data">The recordings.</param>
    /// <param name="split">Who.</param>
    /// <param name="graph">The base model.</param>
    /// <param name="factoryShots">Of each class.</param>
    public static StudyUser Of(IUserData data, UserSplit split, Graph graph, int factoryShots) => new(
        split, graph, FactorySet.Of(new ClipWindows(data, split.Training), 0, graph, data.Quantization, factoryShots));
}
