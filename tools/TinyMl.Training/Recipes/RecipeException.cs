namespace TinyMl.Training.Recipes;

/// <summary>A recipe that cannot be used; the message names file, property, cause and way out.</summary>
public sealed class RecipeException : Exception
{
    /// <summary>Makes an exception.</summary>
    public RecipeException(string message)
        : base(message)
    {
    }
}
