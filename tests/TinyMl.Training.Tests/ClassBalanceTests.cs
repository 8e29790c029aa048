using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Reference;
using TinyMl.Training.Optimization;

namespace TinyMl.Training.Tests;

/// <summary>Balanced classes against Bayes' rule: posteriors divided by the shares of the examples, scaled to a sum of 1.</summary>
public sealed class ClassBalanceTests
{
    [Fact]
    public void PosteriorsAreThoseOfEqualClasses()
    {
        GraphBuilder builder = new("balance", 1);
        Tensor input = GraphBuilder.Input(Shape.Vector(2));
        Graph graph = builder.Build(input, builder.Softmax(builder.FullyConnected(input, 3, Activation.None)));
        float[] sample = [0.3f, -0.8f];
        double[] before = Posteriors(graph, sample);

        // Six examples of class 0, three of 1, one of 2.
        ClassBalance.Apply(graph, [0, 1, 0, 0, 1, 0, 2, 0, 1, 0]);
        double[] equal = [before[0] / 0.6, before[1] / 0.3, before[2] / 0.1];
        double[] after = Posteriors(graph, sample);
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal(equal[c] / equal.Sum(), after[c], 5);
        }
    }

    private static double[] Posteriors(Graph graph, float[] sample) =>
        Array.ConvertAll(FloatInterpreter.Run(graph, sample)[graph.Outputs[0]], p => (double)p);
}
