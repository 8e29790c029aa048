namespace TinyMl.Training.Users;

/// <summary>What a user tells the device before it is tested.</summary>
/// <param name="Shots">Labelled recordings of each class.</param>
/// <param name="Wrong">Share of them whose label is another class's, 0 to 1.</param>
public sealed record TrialSettings(int Shots, double Wrong);
