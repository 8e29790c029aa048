using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Recipes;

/// <summary>What a layer of a recipe is; each but pooling is followed by batch normalisation and ReLU.</summary>
public enum LayerKind
{
    /// <summary>A convolution.</summary>
    Conv,

    /// <summary>A depthwise convolution, then a pointwise one.</summary>
    Separable,

    /// <summary>Two convolutions whose result is added to their input; same filters, no stride.</summary>
    Residual,

    /// <summary>The greatest of a window.</summary>
    MaxPool,

    /// <summary>The average of a window.</summary>
    AveragePool,
}

/// <summary>A layer of the network.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Filters">Output channels; 0 for pooling and residual, which keep them.</param>
/// <param name="Filter">Rows and columns that a filter covers.</param>
/// <param name="Stride">Rows and columns from one output to the next.</param>
/// <param name="LiteResidual">
/// Whether a side branch is added before the ReLU: the average over the stride, then a pointwise convolution. The device can train it
/// alone (scheme <c>lite-residual</c>), for which only the small average must be kept.
/// </param>
public sealed record LayerRecipe(LayerKind Kind, int Filters, Extent Filter, Extent Stride, bool LiteResidual = false);
