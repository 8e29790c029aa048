namespace TinyMl.Training.Users;

/// <summary>One recording of one user, as the network sees it.</summary>
/// <param name="User">Who.</param>
/// <param name="Label">The class.</param>
/// <param name="Name">The recording's name.</param>
/// <param name="Window">The front end's bytes.</param>
public sealed record UserClip(string User, int Label, string Name, sbyte[] Window);
