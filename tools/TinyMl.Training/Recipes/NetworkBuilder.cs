using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Recipes;

/// <summary>Builds the graph of a recipe: its layers, the average over rows and columns, a dense layer, softmax.</summary>
public static class NetworkBuilder
{
    /// <summary>Builds a graph with fresh weights.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="seed">Same seed, same weights.</param>
    public static Graph Build(Recipe recipe, int seed) => Build(
        recipe.Name,
        recipe.Sensor.InputShape,
        recipe.Architecture,
        recipe.Labels.Length,
        seed);

    /// <summary>Builds a graph with fresh weights.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="window">The shape of the input.</param>
    /// <param name="layers">The layers before the average.</param>
    /// <param name="classes">Units of the dense layer.</param>
    /// <param name="seed">Same seed, same weights.</param>
    public static Graph Build(string name, Shape window, IReadOnlyList<LayerRecipe> layers, int classes, int seed)
    {
        GraphBuilder builder = new(name, seed);
        Tensor input = GraphBuilder.Input(window);
        Tensor x = input;
        foreach (LayerRecipe layer in layers)
        {
            x = Layer(builder, x, layer);
        }

        x = builder.FullyConnected(builder.GlobalAveragePool(x), classes, Activation.None);
        return builder.Build(input, builder.Softmax(x));
    }

    private static Tensor Layer(GraphBuilder builder, Tensor x, LayerRecipe layer)
    {
        (Extent filter, Extent stride) = (layer.Filter, layer.Stride);
        if (layer.LiteResidual)
        {
            Tensor main = Layer(builder, x, layer with { LiteResidual = false }, Activation.None);
            Tensor branch = builder.Conv2D(
                builder.AveragePool2D(x, stride, stride, true), layer.Filters, Extent.One, Extent.One, true, Activation.None);
            return builder.Add(main, branch, Activation.Relu);
        }

        return Layer(builder, x, layer, Activation.Relu);
    }

    private static Tensor Layer(GraphBuilder builder, Tensor x, LayerRecipe layer, Activation activation)
    {
        (Extent filter, Extent stride) = (layer.Filter, layer.Stride);
        return layer.Kind switch
        {
            LayerKind.Conv => Convolution(builder, x, layer.Filters, filter, stride, activation),
            LayerKind.Separable => Convolution(
                builder, Depthwise(builder, x, filter, stride), layer.Filters, Extent.One, Extent.One, activation),
            LayerKind.Residual => builder.Add(
                x,
                Convolution(
                    builder,
                    Convolution(builder, x, x.Shape.Channels, filter, Extent.One, Activation.Relu),
                    x.Shape.Channels,
                    filter,
                    Extent.One,
                    Activation.None),
                Activation.Relu),
            LayerKind.MaxPool => builder.MaxPool2D(x, filter, stride, true),
            _ => builder.AveragePool2D(x, filter, stride, true),
        };
    }

    private static Tensor Convolution(
        GraphBuilder builder, Tensor x, int filters, Extent filter, Extent stride, Activation activation) =>
        builder.BatchNormalization(builder.Conv2D(x, filters, filter, stride, true, Activation.None), activation);

    private static Tensor Depthwise(GraphBuilder builder, Tensor x, Extent filter, Extent stride) =>
        builder.BatchNormalization(builder.DepthwiseConv2D(x, filter, stride, true, Activation.None), Activation.Relu);
}
