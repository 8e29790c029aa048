namespace TinyMl.Training.Recipes;

/// <summary>
/// Voices of the synthesiser espeak-ng: they say the model's words, so that more than a handful of people are heard, and others,
/// so that the model knows what is none of them.
/// </summary>
public sealed record VoicesRecipe
{
    /// <summary>Voices to learn from, as espeak-ng names them.</summary>
    public required string[] Names { get; init; }

    /// <summary>Voices that only test.</summary>
    public required string[] HeldAside { get; init; }

    /// <summary>Words to learn from that are none of the model's.</summary>
    public required string[] OtherWords { get; init; }

    /// <summary>Such words that only test.</summary>
    public required string[] OtherWordsHeldAside { get; init; }
}
