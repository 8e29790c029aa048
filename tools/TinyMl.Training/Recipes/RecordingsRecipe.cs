namespace TinyMl.Training.Recipes;

/// <summary>Real recordings of a recipe.</summary>
public sealed record RecordingsRecipe
{
    /// <summary>The folder, relative to the shared data.</summary>
    public required string Folder { get; init; }

    /// <summary>Where they come from, for the card.</summary>
    public required string Source { get; init; }

    /// <summary>Their licence, for the card.</summary>
    public required string Licence { get; init; }

    /// <summary>Folds: recording number n of the sorted list belongs to fold n modulo this.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>The fold that the shipped model never saw.</summary>
    public int HeldAside { get; init; }

    /// <summary>Windows drawn from each recording in an epoch; of a gesture, of the digit.</summary>
    public int Repeats { get; init; } = 12;
}
