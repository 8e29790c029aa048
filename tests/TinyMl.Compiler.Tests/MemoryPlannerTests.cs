using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Tests;

public class MemoryPlannerTests
{
    [Fact]
    public void No_Operator_Destroys_What_Somebody_Still_Reads()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            Graph graph = OperatorOrder.Minimise(RandomGraphs.Int8(seed));
            MemoryPlan plan = MemoryPlanner.Plan(graph);
            Assert.True(ArenaSimulation.IsSafe(graph, plan), $"seed {seed}");
            Assert.All(plan.Offsets.Values, offset => Assert.Equal(0, offset % MemoryPlanner.Alignment));
        }
    }

    [Fact]
    public void A_Kept_Tensor_Survives_The_Inference()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Graph graph = RandomGraphs.Int8(seed);
            Tensor kept = graph.Operators[0].Output;
            Assert.True(ArenaSimulation.IsSafe(graph, MemoryPlanner.Plan(graph, kept), kept), $"seed {seed}");
        }
    }

    [Fact]
    public void Overlap_Is_Safe_And_One_Byte_More_Is_Not()
    {
        Random random = new(7);
        for (int i = 0; i < 400; i++)
        {
            Graph graph = OneWindow(random);
            Operator step = graph.Operators[0];
            Overlap overlap = Overlap.Of(step)!.Value;
            string what = $"case {i}: {step.GetType().Name} {step.Input.Shape} to {step.Output.Shape}, {overlap}";
            Assert.True(ArenaSimulation.IsSafe(graph, At(graph, -overlap.Forwards, backwards: false)), what);
            Assert.False(ArenaSimulation.IsSafe(graph, At(graph, 1 - overlap.Forwards, backwards: false)), what);
            Assert.True(ArenaSimulation.IsSafe(graph, At(graph, overlap.Backwards, backwards: true)), what);
            Assert.False(ArenaSimulation.IsSafe(graph, At(graph, overlap.Backwards - 1, backwards: true)), what);
        }
    }

    [Fact]
    public void Chain_Of_Pointwise_Layers_Needs_One_Buffer_And_One_Pixel()
    {
        GraphBuilder builder = new("chain", 1);
        Tensor input = GraphBuilder.Input(new Shape(1, 8, 8, 4));
        Tensor x = input;
        for (int i = 0; i < 6; i++)
        {
            x = builder.Conv2D(x, 4, Extent.One, Extent.One, true, Activation.Relu);
        }

        Assert.Equal(256 + 4, MemoryPlanner.Plan(builder.Build(input, x)).Bytes);
    }

    [Fact]
    public void Residual_Sum_Works_In_Place()
    {
        GraphBuilder builder = new("residual", 1);
        Tensor input = GraphBuilder.Input(new Shape(1, 8, 8, 4));
        Tensor x = builder.Conv2D(input, 4, Extent.One, Extent.One, true, Activation.Relu);
        Tensor branch = builder.Conv2D(x, 4, Extent.One, Extent.One, true, Activation.None);
        Graph graph = builder.Build(input, builder.Add(branch, x, Activation.None));
        MemoryPlan plan = MemoryPlanner.Plan(graph);
        Assert.Contains(graph.Operators[^1], plan.InPlace);
        Assert.Equal(2 * 256, plan.Bytes);
    }

    [Fact]
    public void Order_Finishes_A_Branch_Before_It_Begins_The_Next()
    {
        // Four wide branches given layer by layer: run branch by branch, only one is wide at a time.
        GraphBuilder builder = new("branches", 1);
        Tensor input = GraphBuilder.Input(new Shape(1, 8, 8, 2));
        Tensor[] wide = Enumerable.Range(0, 4)
            .Select(_ => builder.Conv2D(input, 64, Extent.One, Extent.One, true, Activation.Relu))
            .ToArray();
        Tensor[] narrow = Array.ConvertAll(wide, x => builder.Conv2D(x, 1, new Extent(8, 8), Extent.One, false, Activation.None));
        Tensor sum = narrow.Aggregate((a, b) => builder.Add(a, b, Activation.None));
        Graph graph = builder.Build(input, sum);
        int given = MemoryPlanner.Plan(graph).Bytes;
        Graph ordered = OperatorOrder.Minimise(graph);
        Assert.True(given >= 4 * 4096);
        Assert.InRange(MemoryPlanner.Plan(ordered).Bytes, 4096, 4096 + 256);
        Assert.Equal(graph.Operators.ToHashSet(), ordered.Operators.ToHashSet());
    }

    [Fact]
    public void Order_Is_The_Best_Of_All_Orders()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Graph graph = RandomGraphs.Float(seed);
            if (graph.Operators.Count > 7)
            {
                continue;
            }

            int best = Orders(graph, []).Min(order => PeakOf(graph, order));
            Assert.Equal(best, PeakOf(graph, OperatorOrder.Minimise(graph).Operators));
        }
    }

    private static IEnumerable<Operator[]> Orders(Graph graph, Operator[] done)
    {
        if (done.Length == graph.Operators.Count)
        {
            return [done];
        }

        HashSet<Tensor> written = [.. graph.Inputs, .. done.Select(step => step.Output)];
        return graph.Operators
            .Where(step => !done.Contains(step) && step.Inputs.All(written.Contains))
            .SelectMany(step => Orders(graph, [.. done, step]));
    }

    // The most bytes alive at one step, an input that dies counted only as far as the output cannot lie over it.
    private static int PeakOf(Graph graph, IEnumerable<Operator> order)
    {
        Operator[] steps = order.ToArray();
        int peak = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            HashSet<Tensor> later = [.. steps.Skip(i + 1).SelectMany(step => step.Inputs), .. graph.Outputs];
            HashSet<Tensor> exist = [.. graph.Inputs, .. steps.Take(i).Select(step => step.Output)];
            int others = exist.Where(t => t != steps[i].Input && (later.Contains(t) || steps[i].Inputs.Contains(t)))
                .Sum(t => t.Shape.Elements);
            peak = Math.Max(peak, others + (later.Contains(steps[i].Input)
                ? steps[i].Input.Shape.Elements + steps[i].Output.Shape.Elements
                : Pair(steps[i])));
        }

        return peak;
    }

    private static int Pair(Operator step)
    {
        int input = step.Input.Shape.Elements;
        int output = step.Output.Shape.Elements;
        if (Overlap.CanReplace(step))
        {
            return input;
        }

        return Overlap.Of(step) is not { } overlap
            ? input + output
            : Math.Min(
                Math.Max(input + Math.Max(0, overlap.Forwards), output),
                Math.Max(output + Math.Max(0, overlap.Backwards), input));
    }

    private static Graph OneWindow(Random random)
    {
        GraphBuilder builder = new("window", 1);
        Tensor input = GraphBuilder.Input(new Shape(1, random.Next(1, 12), random.Next(1, 12), random.Next(1, 5)));
        Extent filter = new(random.Next(1, Math.Min(6, input.Shape.Height + 1)), random.Next(1, Math.Min(6, input.Shape.Width + 1)));
        Extent stride = new(random.Next(1, 4), random.Next(1, 4));
        bool same = random.Next(2) == 0;
        Tensor output = random.Next(4) switch
        {
            0 => builder.DepthwiseConv2D(input, filter, stride, same, Activation.None),
            1 => builder.MaxPool2D(input, filter, stride, same),
            _ => builder.Conv2D(input, random.Next(1, 10), filter, stride, same, Activation.None),
        };
        return builder.Build(input, output);
    }

    // Output at a signed distance from the input.
    private static MemoryPlan At(Graph graph, int distance, bool backwards)
    {
        Tensor input = graph.Inputs[0];
        Tensor output = graph.Outputs[0];
        int inputAt = Math.Max(0, -distance);
        int outputAt = Math.Max(0, distance);
        return new MemoryPlan(
            new Dictionary<Tensor, int> { [input] = inputAt, [output] = outputAt },
            new HashSet<Operator>(),
            new HashSet<Operator>(backwards ? graph.Operators : []),
            new Dictionary<Operator, int>(),
            Math.Max(inputAt + input.Shape.Elements, outputAt + output.Shape.Elements));
    }
}
