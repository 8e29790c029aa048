using TinyMl.Compiler.Graphs;
using TinyMl.Training;
using TinyMl.Training.Layers;
using TinyMl.Training.Numerics;

namespace TinyMl.Training.Tests;

/// <summary>
/// Compares the reverse pass with central differences of the loss, (L(w + h) - L(w - h)) / 2h, in double: the difference has
/// an error of about 1e-9, so that a tolerance of 1e-6 tells right from slightly wrong.
/// </summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;
    private const int Batch = 5;

    /// <summary>The largest relative error over every parameter and every input of a graph that ends in softmax.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="spoil">Changes one gradient before the comparison, to prove that the check notices.</param>
    public static double LargestError(Graph graph, Action<Network<double>>? spoil = null)
    {
        Network<double> network = new(graph, Batch, new Workers(2));
        Random random = new(7);
        for (int i = 0; i < network.Input.Values.Length; i++)
        {
            network.Input.Values[i] = (random.NextDouble() * 2) - 1;
        }

        foreach (Parameter<double> parameter in network.Parameters)
        {
            for (int i = 0; i < parameter.Values.Length; i++)
            {
                parameter.Values[i] += 0.2 * (random.NextDouble() - 0.5);
            }
        }

        double[] targets = Targets(network, random);
        network.Forward(Batch, true);
        network.Loss(targets, Batch);
        network.Backward(Batch);
        spoil?.Invoke(network);

        double largest = 0;
        IEnumerable<(double[] Values, double[] Gradient)> all = network.Parameters
            .Select(p => (p.Values, p.Gradient))
            .Append((network.Input.Values, network.Input.Gradient));
        foreach ((double[] values, double[] gradient) in all.Select(a => (a.Item1, (double[])a.Item2.Clone())).ToArray())
        {
            for (int i = 0; i < values.Length; i++)
            {
                double numeric = Difference(network, targets, values, i);
                double error = Math.Abs(numeric - gradient[i]) / Math.Max(1e-2, Math.Abs(numeric) + Math.Abs(gradient[i]));
                largest = Math.Max(largest, error);
            }
        }

        return largest;
    }

    private static double[] Targets(Network<double> network, Random random)
    {
        int classes = network.Output.Shape.Elements;
        double[] targets = new double[Batch * classes];
        for (int sample = 0; sample < Batch; sample++)
        {
            Span<double> row = targets.AsSpan(sample * classes, classes);
            row.Fill(0.1 / classes);
            row[random.Next(classes)] += 0.9;
        }

        return targets;
    }

    private static double Difference(Network<double> network, double[] targets, double[] values, int index)
    {
        double middle = values[index];
        values[index] = middle + Step;
        network.Forward(Batch, true);
        double above = network.Loss(targets, Batch);
        values[index] = middle - Step;
        network.Forward(Batch, true);
        double below = network.Loss(targets, Batch);
        values[index] = middle;
        return (above - below) / (2 * Step);
    }
}
