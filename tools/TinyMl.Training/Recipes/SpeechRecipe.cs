using TinyMl.Compiler.Models;
using TinyMl.Training.Speech;

namespace TinyMl.Training.Recipes;

/// <summary>
/// A model of spoken words; its labels are the words that the recordings hold, in the order of their numbers, then
/// <see cref="Unknown"/> for other speech and <see cref="Silence"/> for no speech.
/// </summary>
public sealed record SpeechRecipe : Recipe
{
    /// <summary>The label of speech that is none of the words.</summary>
    public const string Unknown = "unknown";

    /// <summary>The label of everything that is no speech.</summary>
    public const string Silence = "silence";

    /// <summary>The recordings.</summary>
    public required RecordingsRecipe Recordings { get; init; }

    /// <summary>Synthesised voices; null: none.</summary>
    public VoicesRecipe? Voices { get; init; }

    /// <summary>How often each sound is varied; training takes one of these each time.</summary>
    public int Variants { get; init; } = 8;

    /// <summary>Words of each speaker that are reversed, spliced or cut off in an epoch: no words.</summary>
    public int SplicesPerSpeaker { get; init; } = 80;

    /// <summary>Windows of noise in an epoch.</summary>
    public int SilenceDraws { get; init; } = 240;

    /// <summary>How words are varied.</summary>
    public WordVariation Augmentation { get; init; } = new();

    /// <summary>The front end.</summary>
    public AudioFrontEnd FrontEnd { get; init; } = AudioFrontEnd.LogMel49x40(8000);

    /// <summary>The class of speech that is none of the words.</summary>
    public int UnknownClass => Labels.Length - 2;

    /// <inheritdoc/>
    public override FrontEnd Sensor => FrontEnd;
}
