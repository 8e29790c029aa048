namespace TinyMl.Training.Users;

/// <summary>Recordings that can be varied, to train a base model with.</summary>
public interface IVariedData : IUserData
{
    /// <summary>Makes a varied window of a recording; callable from several threads.</summary>
    /// <param name="clip">Index into <see cref="IUserData.Clips"/>.</param>
    /// <param name="random">Draws the variation.</param>
    /// <param name="window">The window.</param>
    void Vary(int clip, Random random, Span<sbyte> window);
}
