namespace TinyMl.Training.Users;

/// <summary>What a search tries.</summary>
public sealed record SchemeSearchSettings
{
    /// <summary>What is always trained, and what contributions are measured beside.</summary>
    public string Always { get; init; } = "head";

    /// <summary>Numbers of last layers whose biases are trained.</summary>
    public IReadOnlyList<int> Depths { get; init; } = [1, 2, 4];

    /// <summary>Shares of a layer's input channels whose weights are trained.</summary>
    public IReadOnlyList<double> Ratios { get; init; } = [0.25];

    /// <summary>So many last layers are tried.</summary>
    public int Layers { get; init; } = 4;

    /// <summary>The arena that inference and learning may take, the store of shots included.</summary>
    public required int Budget { get; init; }
}
