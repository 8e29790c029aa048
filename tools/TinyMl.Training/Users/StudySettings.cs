namespace TinyMl.Training.Users;

/// <summary>How much a scheme is tried.</summary>
public sealed record StudySettings
{
    /// <summary>What users tell the device.</summary>
    public IReadOnlyList<TrialSettings> Cells { get; init; } = [new(1, 0), new(3, 0), new(5, 0), new(5, 0.2)];

    /// <summary>Draws of shots for each user and cell.</summary>
    public int Draws { get; init; } = 3;

    /// <summary>Users who are tried at the same time; any number gives the same results.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
