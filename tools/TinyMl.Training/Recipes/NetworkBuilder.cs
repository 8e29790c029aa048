using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Recipes;

/// <summary>Builds the graph of a recipe: its layers, the average over all rows, a dense layer, softmax.</summary>
public static class NetworkBuilder
{
    /// <summary>Builds a graph with fresh weights.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="seed">Same seed, same weights.</param>
    public static Graph Build(Recipe recipe, int seed)
    {
        GraphBuilder builder = new(recipe.Name, seed);
        Tensor input = GraphBuilder.Input(Shape.Sequence(recipe.FrontEnd.Rows, recipe.FrontEnd.ByteOffsets.Length));
        Tensor x = input;
        foreach (LayerRecipe layer in recipe.Architecture)
        {
            x = Layer(builder, x, layer);
        }

        x = builder.FullyConnected(builder.GlobalAveragePool(x), recipe.Labels.Length, Activation.None);
        return builder.Build(input, builder.Softmax(x));
    }

    private static Tensor Layer(GraphBuilder builder, Tensor x, LayerRecipe layer)
    {
        Extent filter = new(layer.Filter, 1);
        Extent stride = new(layer.Stride, 1);
        return layer.Kind switch
        {
            LayerKind.Conv => Convolution(builder, x, layer.Filters, filter, stride, Activation.Relu),
            LayerKind.Separable => Convolution(
                builder, Depthwise(builder, x, filter, stride), layer.Filters, Extent.One, Extent.One, Activation.Relu),
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
