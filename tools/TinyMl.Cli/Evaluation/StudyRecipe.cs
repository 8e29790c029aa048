namespace TinyMl.Cli.Evaluation;

/// <summary>How large a study is.</summary>
internal sealed record StudyRecipe
{
    /// <summary>Recordings of each user at most; of words, of each class.</summary>
    internal int Recordings { get; init; } = int.MaxValue;

    /// <summary>Channels of a base model.</summary>
    internal int Channels { get; init; } = 64;

    /// <summary>Passes to train it with; a recipe tells its own.</summary>
    internal int Epochs { get; init; } = 40;

    /// <summary>Simulated users.</summary>
    internal int Writers { get; init; } = 12;
}
