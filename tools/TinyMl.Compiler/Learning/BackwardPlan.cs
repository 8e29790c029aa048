using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Learning;

/// <summary>
/// The backward pass that a scheme needs of a graph, pruned to it: whose gradients, in which order their rows, and how many
/// rows of each must be kept. SPEC.md, "Backward pass".
/// </summary>
public sealed class BackwardPlan
{
    private const int MostGradients = 255;
    private const int MostSteps = 65535;

    private BackwardPlan(IReadOnlyList<TensorGradient> gradients, IReadOnlyList<int> steps)
    {
        Gradients = gradients;
        Steps = steps;
    }

    /// <summary>The gradients, from the head's output down.</summary>
    public IReadOnlyList<TensorGradient> Gradients { get; }

    /// <summary>The number of the gradient whose next row is computed.</summary>
    public IReadOnlyList<int> Steps { get; }

    /// <summary>Elements of the longest row.</summary>
    public int LongestRow => Gradients.Max(gradient => gradient.RowElements);

    /// <summary>Plans; null: only the head is trained.</summary>
    /// <param name="graph">Operators in execution order.</param>
    /// <param name="plan">What is trained.</param>
    /// <exception cref="CompileException">A gradient would have to pass an operator that has none.</exception>
    public static BackwardPlan? Of(Graph graph, LearningPlan plan)
    {
        if (!plan.KeepsWindows)
        {
            return null;
        }

        List<Operator> operators = Needed(graph, plan);
        foreach (Operator step in operators)
        {
            Verify(step, plan);
        }

        List<Flow> flows = operators.Select(step => new Flow(step)).ToList();
        List<int> steps = Schedule(flows);
        if (flows.Count > MostGradients || steps.Count > MostSteps)
        {
            throw new CompileException(
                $"The learning scheme '{plan.Settings.Scheme}' needs {flows.Count} gradients in {steps.Count} rows: the format takes {MostGradients} and {MostSteps}. Train fewer layers.");
        }

        TensorGradient[] gradients = flows.Select(flow => new TensorGradient(flow.Step, flow.Kept)).ToArray();
        return new BackwardPlan(gradients, steps);
    }

    // Operators between what is trained and the head, the head first: those whose output leads to the head and depends on a
    // trained parameter.
    private static List<Operator> Needed(Graph graph, LearningPlan plan)
    {
        HashSet<Tensor> trained = [];
        foreach (Operator step in graph.Operators)
        {
            if (plan.Parameters.Any(parameter => parameter.Operator == step) || step.Inputs.Any(trained.Contains))
            {
                trained.Add(step.Output);
            }
        }

        HashSet<Tensor> wanted = [plan.Head.Output];
        List<Operator> needed = [];
        foreach (Operator step in graph.Operators.Reverse())
        {
            if (wanted.Contains(step.Output) && trained.Contains(step.Output))
            {
                needed.Add(step);
                wanted.UnionWith(step.Inputs.Where(trained.Contains));
            }
        }

        return needed;
    }

    private static void Verify(Operator step, LearningPlan plan)
    {
        bool passes = step switch
        {
            Conv2D or DepthwiseConv2D or FullyConnected or AveragePool2D or Mean or Reshape => true,
            Add => step.Inputs.All(input => !input.IsConstant && input.Shape == step.Output.Shape),
            _ => false,
        };
        if (!passes)
        {
            throw new CompileException(
                $"The learning scheme '{plan.Settings.Scheme}' needs the gradient of {step.Output.Name}, which a {step.GetType().Name} makes: the device has none for it. Train only layers behind it.");
        }
    }

    // Deepest first: a row is computed when what lies below needs it, so rings stay short. Where several branches end, the
    // one that is furthest behind goes on.
    private static List<int> Schedule(List<Flow> flows)
    {
        List<int> steps = [];
        Flow[] ends = flows.Where(flow => !flows.Any(other => flow.Step.Inputs.Contains(other.Step.Output))).ToArray();
        while (ends.Where(end => end.Done < end.Rows).MinBy(end => (double)end.Done / end.Rows) is { } end)
        {
            Demand(flows, end, end.Done, steps);
        }

        return steps;
    }

    // Not recursive: what is missing is computed first, one row at a time.
    private static void Demand(List<Flow> flows, Flow wanted, int row, List<int> steps)
    {
        while (wanted.Done <= row)
        {
            Flow next = wanted;
            while (Missing(flows, next) is { } missing)
            {
                next = missing;
            }

            foreach (Flow reader in Readers(flows, next))
            {
                (int begin, int end) = RowReach.Of(reader.Step, next.Step.Output, next.Done);
                if (begin < end)
                {
                    reader.Kept = Math.Max(reader.Kept, reader.Done - begin);
                }
            }

            next.Done++;
            steps.Add(flows.IndexOf(next));
        }
    }

    // A flow without which the next row of another cannot be computed; null: none.
    private static Flow? Missing(List<Flow> flows, Flow flow) =>
        Readers(flows, flow).FirstOrDefault(reader => RowReach.Of(reader.Step, flow.Step.Output, flow.Done).End > reader.Done);

    private static IEnumerable<Flow> Readers(List<Flow> flows, Flow flow) =>
        flows.Where(reader => reader.Step.Inputs.Contains(flow.Step.Output));

    private sealed class Flow(Operator step)
    {
        public Operator Step => step;

        public int Rows => step.Output.Shape.Height;

        public int Done { get; set; }

        public int Kept { get; set; } = 1;
    }
}
