namespace TinyMl.Training.Recipes;

/// <summary>What a layer of a recipe is; each but pooling is followed by batch normalisation and ReLU.</summary>
public enum LayerKind
{
    /// <summary>A convolution over time.</summary>
    Conv,

    /// <summary>A depthwise convolution over time, then a pointwise one.</summary>
    Separable,

    /// <summary>Two convolutions whose result is added to their input; same filters, no stride.</summary>
    Residual,

    /// <summary>The greatest of neighbouring rows.</summary>
    MaxPool,

    /// <summary>The average of neighbouring rows.</summary>
    AveragePool,
}

/// <summary>A layer of the network.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Filters">Output channels; 0 for pooling and residual, which keep them.</param>
/// <param name="Filter">Rows that a filter covers.</param>
/// <param name="Stride">Rows from one output to the next.</param>
public sealed record LayerRecipe(LayerKind Kind, int Filters, int Filter, int Stride);
