using TinyMl.Compiler.Graphs;
using TinyMl.Training.Optimization;
using TinyMl.Training.Recipes;

namespace TinyMl.Training.Users;

/// <summary>How a base model is made of recordings.</summary>
/// <param name="Name">Names kind, size and training.</param>
/// <param name="Layers">The layers before the average.</param>
/// <param name="Training">How it is trained.</param>
public sealed record BaseRecipe(string Name, IReadOnlyList<LayerRecipe> Layers, TrainingOptions Training)
{
    /// <summary>
    /// For words: a depthwise-separable network after Zhang et al., "Hello Edge" (2017), with a first convolution of 10 x 4 and
    /// four separable layers of 3 x 3.
    /// </summary>
    /// <param name="channels">Channels of every layer.</param>
    /// <param name="epochs">Passes over the recordings, each time varied anew.</param>
    public static BaseRecipe Speech(int channels, int epochs)
    {
        LayerRecipe first = new(LayerKind.Conv, channels, new Extent(10, 4), new Extent(2, 2));
        LayerRecipe inner = new(LayerKind.Separable, channels, new Extent(3, 3), Extent.One);
        LayerRecipe halving = inner with { Stride = new Extent(2, 2) };
        return new BaseRecipe(
            $"speech-c{channels}-e{epochs}",
            [first, halving, inner, inner, inner],
            new TrainingOptions { Epochs = epochs, Rate = 4e-3f, Average = 0.99f });
    }

    /// <summary>For movements: four convolutions over time, as gesture-digits has them.</summary>
    /// <param name="channels">Channels of the last layer, a multiple of 8; the others have 4/8, 5/8 and 7/8 of them.</param>
    /// <param name="epochs">Passes over the recordings, each time varied anew.</param>
    public static BaseRecipe Movement(int channels, int epochs)
    {
        static LayerRecipe Layer(int filters, int rows, int stride) =>
            new(LayerKind.Conv, filters, new Extent(rows, 1), new Extent(stride, 1));
        int part = Math.Max(1, channels / 8);
        return new BaseRecipe(
            $"movement-c{channels}-e{epochs}",
            [Layer(4 * part, 5, 2), Layer(5 * part, 5, 2), Layer(7 * part, 5, 2), Layer(8 * part, 3, 1)],
            new TrainingOptions { Epochs = epochs, Average = 0.99f });
    }
}
