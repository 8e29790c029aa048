using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Users;

/// <summary>People to measure learning with, and models that have never met them.</summary>
public interface IUserStudy
{
    /// <summary>The recordings.</summary>
    IUserData Data { get; }

    /// <summary>Each user, and everybody else.</summary>
    IReadOnlyList<UserSplit> Splits { get; }

    /// <summary>What surrounds the network in its file.</summary>
    Pipeline Pipeline { get; }

    /// <summary>Names the base model of a user among those of the study; users who share one share the name.</summary>
    string BaseOf(UserSplit split);

    /// <summary>What the network is called: how it was made, so that one made otherwise is noticed.</summary>
    string NetworkName(UserSplit split);

    /// <summary>Trains the base model of a user.</summary>
    /// <param name="split">Who is left out.</param>
    /// <param name="progress">Receives a report after each epoch; null: none.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The float network with the ranges of its activations, as <see cref="GraphFile"/> keeps it.</returns>
    Graph TrainBase(UserSplit split, IProgress<TrainingProgress>? progress, CancellationToken cancellation);
}
