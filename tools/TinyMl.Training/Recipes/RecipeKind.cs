namespace TinyMl.Training.Recipes;

/// <summary>What a recipe makes a model of.</summary>
internal enum RecipeKind
{
    /// <summary>Movements of the device.</summary>
    Gesture,

    /// <summary>Spoken words.</summary>
    Speech,
}
