using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Learning;

/// <summary>What a scheme means for a graph: the parameters that are trained, in the order of their block.</summary>
public sealed class LearningPlan
{
    private const int MostParameters = 64;

    private LearningPlan(LearningSettings settings, FullyConnected head, IReadOnlyList<TrainedParameter> parameters)
    {
        Settings = settings;
        Head = head;
        Parameters = parameters;
    }

    /// <summary>What was asked for.</summary>
    public LearningSettings Settings { get; }

    /// <summary>The classifier.</summary>
    public FullyConnected Head { get; }

    /// <summary>What is trained.</summary>
    public IReadOnlyList<TrainedParameter> Parameters { get; }

    /// <summary>Whether a shot keeps its whole window, and not only the head's input.</summary>
    public bool KeepsWindows => Parameters.Any(parameter => parameter.Operator != Head);

    /// <summary>Bytes of a block of all parameters.</summary>
    public int ParameterBytes => Parameters.Sum(parameter => Models.ModelFormat.Align(parameter.Bytes, 4));

    /// <summary>Bytes of a stored shot, its label included.</summary>
    public int ShotBytes(Graph graph) => 1 + (KeepsWindows ? graph.Inputs[0] : Head.Input).Shape.Elements;

    /// <summary>The activations that must survive an inference: the head's input, and the window that a shot keeps.</summary>
    public Tensor[] Kept(Graph graph) => KeepsWindows ? [Head.Input, graph.Inputs[0]] : [Head.Input];

    /// <summary>Whether an operator's weights change, so that nothing may be computed from them in advance.</summary>
    public bool TrainsWeightsOf(Operator step) =>
        Parameters.Any(parameter => parameter.Operator == step && parameter.Kind is ParameterKind.Weights or ParameterKind.Channels);

    /// <summary>Plans a scheme.</summary>
    /// <exception cref="CompileException">The graph cannot be trained that way.</exception>
    public static LearningPlan Of(Graph graph, LearningSettings settings)
    {
        LearningScheme scheme = settings.Parsed;
        FullyConnected head = HeadOf(graph);
        List<TrainedParameter> parameters = [];
        if (scheme.HeadBias)
        {
            parameters.Add(new TrainedParameter(ParameterKind.Bias, head, settings.Rate));
        }

        if (scheme.HeadWeights)
        {
            parameters.Add(new TrainedParameter(ParameterKind.Weights, head, settings.Rate));
        }

        if (scheme.Prototypes)
        {
            parameters.Add(new TrainedParameter(ParameterKind.Prototypes, head, 1) { Shots = settings.Shots });
        }

        WeightedOperator[] layers = LayersBefore(graph, head).ToArray();
        parameters.AddRange(layers
            .Take(scheme.BiasLayers)
            .Select(layer => new TrainedParameter(ParameterKind.Bias, layer, settings.BiasRate)));
        foreach ((int number, double ratio) in scheme.Sparse.OrderBy(pair => pair.Key))
        {
            WeightedOperator layer = number <= layers.Length
                ? layers[number - 1]
                : throw new CompileException(
                    $"The learning scheme '{scheme}' names layer {number}: there are {layers.Length} before the head.");
            parameters.Add(new TrainedParameter(ParameterKind.Channels, layer, settings.WeightRate)
            {
                Selected = SelectedChannels.Of(layer, ratio, scheme),
            });
        }

        if (scheme.LiteResidual)
        {
            AddBranches(parameters, graph, settings);
        }

        if (parameters.Count > MostParameters)
        {
            throw new CompileException(
                $"The learning scheme '{scheme}' trains {parameters.Count} parameters: the format takes {MostParameters}. Train fewer layers.");
        }

        return new LearningPlan(settings, head, parameters);
    }

    private static void AddBranches(List<TrainedParameter> parameters, Graph graph, LearningSettings settings)
    {
        Conv2D[] branches = LiteResidual.Of(graph).ToArray();
        if (branches.Length == 0)
        {
            throw new CompileException(
                $"The learning scheme '{settings.Scheme}' trains side branches, and the network has none: add \"lite_residual\": true to a layer of its recipe.");
        }

        foreach (Conv2D branch in branches)
        {
            TrainedParameter[] both =
            [
                new(ParameterKind.Bias, branch, settings.BiasRate),
                new(ParameterKind.Channels, branch, settings.WeightRate) { Selected = SelectedChannels.Of(branch, 1, settings.Parsed) },
            ];
            parameters.RemoveAll(known => known.Operator == branch);
            parameters.AddRange(both);
        }
    }

    // What is trained before the head, the last first.
    private static IEnumerable<WeightedOperator> LayersBefore(Graph graph, FullyConnected head) =>
        graph.Operators.TakeWhile(step => step != head).OfType<WeightedOperator>().Where(step => step is not TransposeConv2D).Reverse();

    // The last dense layer, which ends the network or feeds its softmax.
    private static FullyConnected HeadOf(Graph graph)
    {
        Operator last = graph.Operators[^1];
        Operator? head = last is Softmax ? graph.Operators.LastOrDefault(step => step.Output == last.Input) : last;
        return head as FullyConnected
            ?? throw new CompileException("Learning needs a network that ends in a dense layer, with or without a softmax.");
    }
}
