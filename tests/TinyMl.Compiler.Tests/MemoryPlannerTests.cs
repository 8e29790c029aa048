using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;

namespace TinyMl.Compiler.Tests;

public class MemoryPlannerTests
{
    [Fact]
    public void No_Operator_Destroys_What_Somebody_Still_Reads()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Graph graph = RandomGraphs.Int8(seed);
            MemoryPlan plan = MemoryPlanner.Plan(graph);
            Execute(graph, plan, []);
        }
    }

    [Fact]
    public void A_Kept_Tensor_Survives_The_Inference()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Graph graph = RandomGraphs.Int8(seed);
            Tensor kept = graph.Operators[0].Output;
            Execute(graph, MemoryPlanner.Plan(graph, kept), [kept]);
        }
    }

    [Fact]
    public void The_Region_Is_Not_Larger_Than_All_Tensors_And_Not_Smaller_Than_The_Worst_Operator()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Graph graph = RandomGraphs.Int8(seed);
            MemoryPlan plan = MemoryPlanner.Plan(graph);
            int least = graph.Operators.Max(step => plan.InPlace.Contains(step)
                ? step.Inputs.Sum(x => x.Shape.Elements)
                : step.Inputs.Distinct().Append(step.Output).Sum(x => x.Shape.Elements));
            int most = graph.Activations.Sum(x => x.Shape.Elements + MemoryPlanner.Alignment);
            Assert.InRange(plan.Bytes, least, most);
        }
    }

    [Fact]
    public void Chain_Of_Equal_Layers_Needs_Two_Buffers()
    {
        GraphBuilder builder = new("chain", 1);
        Tensor input = GraphBuilder.Input(new Shape(1, 8, 8, 4));
        Tensor x = input;
        for (int i = 0; i < 6; i++)
        {
            x = builder.Conv2D(x, 4, new Extent(3, 3), Extent.One, true, Activation.Relu);
        }

        Assert.Equal(2 * 256, MemoryPlanner.Plan(builder.Build(input, x)).Bytes);
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

    // An independent statement of correctness: every byte remembers which tensor was written last, and whoever reads a
    // tensor must find its own name in each byte.
    private static void Execute(Graph graph, MemoryPlan plan, Tensor[] kept)
    {
        Tensor?[] memory = new Tensor?[plan.Bytes];
        void Write(Tensor tensor) => Array.Fill(memory, tensor, plan.Offsets[tensor], tensor.Shape.Elements);
        void Read(Tensor tensor) => Assert.All(
            memory.Skip(plan.Offsets[tensor]).Take(tensor.Shape.Elements), owner => Assert.Same(tensor, owner));

        foreach (Tensor input in graph.Inputs)
        {
            Assert.Equal(0, plan.Offsets[input] % MemoryPlanner.Alignment);
            Write(input);
        }

        foreach (Operator step in graph.Operators)
        {
            Assert.Equal(0, plan.Offsets[step.Output] % MemoryPlanner.Alignment);
            if (plan.InPlace.Contains(step))
            {
                // Elementwise: reads all, then writes over its first input.
                Assert.Equal(plan.Offsets[step.Input], plan.Offsets[step.Output]);
                Array.ForEach(step.Inputs, Read);
                Write(step.Output);
            }
            else
            {
                Write(step.Output);
                Array.ForEach(step.Inputs, Read);
            }
        }

        foreach (Tensor tensor in graph.Outputs.Concat(kept))
        {
            Read(tensor);
        }
    }
}
