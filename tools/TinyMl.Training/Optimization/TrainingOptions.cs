namespace TinyMl.Training.Optimization;

/// <summary>How a graph is trained.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the examples.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>Examples a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The greatest learning rate.</summary>
    public float Rate { get; init; } = 2e-3f;

    /// <summary>How the rate falls.</summary>
    public RateSchedule Schedule { get; init; } = RateSchedule.Cosine;

    /// <summary>Epochs in which the rate rises.</summary>
    public float WarmUpEpochs { get; init; } = 1;

    /// <summary>Decay of weights per unit of the learning rate.</summary>
    public float WeightDecay { get; init; } = 0.02f;

    /// <summary>How much of the wanted probability is spread over all classes, 0 to 1 (Szegedy et al., 2016).</summary>
    public float LabelSmoothing { get; init; } = 0.05f;

    /// <summary>Whether classes count alike in the end, however many examples each has.</summary>
    public bool Balance { get; init; }

    /// <summary>Moving average of the weights, kept per step, 0 to 1; 0: none.</summary>
    public float Average { get; init; } = 0.998f;

    /// <summary>Epochs without a better validation loss after which training ends with the best weights; 0: never.</summary>
    public int Patience { get; init; }

    /// <summary>Order of the examples. Same seed, same weights, bit for bit on machines with equal vector units.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads; any number gives the same weights.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
