using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Users;

/// <summary>Recordings of several people who do the same things.</summary>
public interface IUserData
{
    /// <summary>The classes.</summary>
    IReadOnlyList<string> Labels { get; }

    /// <summary>The people, in the order of their names.</summary>
    IReadOnlyList<string> Users { get; }

    /// <summary>The recordings, in the order of user, class and name.</summary>
    IReadOnlyList<UserClip> Clips { get; }

    /// <summary>The shape of a window.</summary>
    Shape Shape { get; }

    /// <summary>The quantisation of a window.</summary>
    QuantizationParameters Quantization { get; }
}
