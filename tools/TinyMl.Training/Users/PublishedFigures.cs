namespace TinyMl.Training.Users;

/// <summary>User's and everybody else's accuracy in percent.</summary>
public readonly record struct AccuracyPair(double User, double Others);

/// <summary>What a scheme gave in a published measurement; null where it does not say.</summary>
/// <param name="Name">The source's name of the scheme.</param>
/// <param name="Scheme">The name of what comes nearest here; null: nothing.</param>
/// <param name="One">One shot of each class.</param>
/// <param name="Three">Three.</param>
/// <param name="Five">Five.</param>
/// <param name="Wrong">Five, a fifth of the labels wrong.</param>
/// <param name="EndWorse">Runs that end worse.</param>
/// <param name="WorstUser">With five shots.</param>
public sealed record PublishedScheme(
    string Name,
    string? Scheme,
    AccuracyPair? One,
    AccuracyPair? Three,
    AccuracyPair? Five,
    AccuracyPair? Wrong,
    string? EndWorse,
    double? WorstUser);

/// <summary>Reference values for spoken digits, to compare with what the device's own code gives.</summary>
public static class PublishedFigures
{
    /// <summary>Where they come from.</summary>
    public const string Source =
        "float simulation: DS-CNN of 64 channels on the Free Spoken Digit Dataset (five speakers, one left out), 49 x 10 MFCC of 8 kHz, "
        + "trained in float, int8 simulated; batch 1, 300 SGD steps, 18 runs a cell; unadapted 68.7 / 99.0, worst user 37.6";

    /// <summary>The ceiling: everything is trained in float32; no scheme for a device.</summary>
    public const string Ceiling = "full, fp32 master";

    /// <summary>Scheme by scheme.</summary>
    public static IReadOnlyList<PublishedScheme> Schemes { get; } =
    [
        new("head bias", "head-bias", new(75.1, 98.1), new(76.7, 98.7), new(76.6, 98.6), null, null, 49.6),
        new("head W+b", "head", new(81.8, 92.2), new(86.2, 90.9), new(87.7, 92.2), new(78.7, 98.4), "2/18", 70.8),
        new("head + 50 replayed source latents", "head replay=1", new(82.2, 97.6), new(85.1, 97.0), new(86.7, 96.2), new(76.8, 94.4), "4/18", 72.0),
        new("user + factory prototypes", "prototypes", new(84.5, 97.3), new(89.0, 97.2), new(89.4, 97.5), new(82.3, 97.2), "1/18", 77.2),
        new("all conv biases, head frozen", "bias:9", new(80.3, 93.9), new(84.1, 90.3), new(86.2, 89.8), null, null, 69.6),
        new("all biases + head", "bias:all+head", new(80.1, 93.1), new(82.8, 90.8), new(85.9, 90.5), new(76.7, 89.7), "3/18", 70.4),
        new("sparse (all biases, 1/4 of two pointwise, head), fp32 master", "sparse", new(82.6, 94.4), new(83.9, 90.6), new(87.3, 91.3), new(78.5, 86.4), "5/18", 74.0),
        new("the same with truncated int8 updates", null, new(71.8, 84.8), new(72.4, 81.0), new(74.0, 78.6), null, "5-7/18 clean", 42.4),
        new(Ceiling, null, new(86.9, 84.9), new(91.4, 85.3), new(92.8, 85.7), new(81.8, 87.5), "4/18", 81.2),
    ];

    /// <summary>What is nearest to a scheme; null: the source has nothing like it.</summary>
    /// <param name="scheme">Its name (<see cref="SchemeResult.Name"/>).</param>
    public static PublishedScheme? Of(string scheme) => Schemes.FirstOrDefault(
        published => published.Scheme == scheme || (published.Scheme == "sparse" && scheme.Contains("sparse:", StringComparison.Ordinal)));
}
