using System.Text.Json.Nodes;

namespace TinyMl.Compiler.Graphs;

/// <summary>Operators of a network file.</summary>
internal static class OperatorJson
{
    internal static JsonObject Write(Operator step)
    {
        JsonObject node = new()
        {
            ["kind"] = step.GetType().Name,
            ["inputs"] = new JsonArray(step.Inputs.Select(tensor => (JsonNode)tensor.Name).ToArray()),
            ["output"] = step.Output.Name,
        };
        switch (step)
        {
            case WeightedOperator weighted:
                WriteWeighted(node, weighted);
                break;
            case Pool2D pool:
                node["filter"] = Write(pool.Filter);
                node["stride"] = Write(pool.Stride);
                node["padding"] = Write(pool.Padding);
                node["activation"] = pool.Activation.ToString();
                break;
            case Add add:
                node["activation"] = add.Activation.ToString();
                break;
            case Softmax softmax:
                node["beta"] = softmax.Beta;
                break;
            case Reshape:
                break;
            default:
                throw new CompileException($"A network file cannot hold {step.GetType().Name}: fold it first.");
        }

        return node;
    }

    internal static Operator Read(JsonObject node, Dictionary<string, Tensor> tensors)
    {
        Tensor[] inputs = node["inputs"]!.AsArray().Select(name => tensors[(string)name!]).ToArray();
        Tensor output = tensors[(string)node["output"]!];
        string kind = (string)node["kind"]!;
        return kind switch
        {
            nameof(Conv2D) => new Conv2D
            {
                Inputs = inputs,
                Output = output,
                Weights = GraphFile.ReadConstant(node["weights"]!),
                Bias = GraphFile.ReadConstant(node["bias"]!),
                Activation = ReadActivation(node),
                Stride = ReadExtent(node["stride"]!),
                Dilation = ReadExtent(node["dilation"]!),
                Padding = ReadPadding(node["padding"]!),
            },
            nameof(DepthwiseConv2D) => new DepthwiseConv2D
            {
                Inputs = inputs,
                Output = output,
                Weights = GraphFile.ReadConstant(node["weights"]!),
                Bias = GraphFile.ReadConstant(node["bias"]!),
                Activation = ReadActivation(node),
                Stride = ReadExtent(node["stride"]!),
                Dilation = ReadExtent(node["dilation"]!),
                Padding = ReadPadding(node["padding"]!),
            },
            nameof(FullyConnected) => new FullyConnected
            {
                Inputs = inputs,
                Output = output,
                Weights = GraphFile.ReadConstant(node["weights"]!),
                Bias = GraphFile.ReadConstant(node["bias"]!),
                Activation = ReadActivation(node),
            },
            nameof(AveragePool2D) => new AveragePool2D
            {
                Inputs = inputs,
                Output = output,
                Filter = ReadExtent(node["filter"]!),
                Stride = ReadExtent(node["stride"]!),
                Padding = ReadPadding(node["padding"]!),
                Activation = ReadActivation(node),
            },
            nameof(MaxPool2D) => new MaxPool2D
            {
                Inputs = inputs,
                Output = output,
                Filter = ReadExtent(node["filter"]!),
                Stride = ReadExtent(node["stride"]!),
                Padding = ReadPadding(node["padding"]!),
                Activation = ReadActivation(node),
            },
            nameof(Add) => new Add { Inputs = inputs, Output = output, Activation = ReadActivation(node) },
            nameof(Softmax) => new Softmax { Inputs = inputs, Output = output, Beta = (float)node["beta"]! },
            nameof(Reshape) => new Reshape { Inputs = inputs, Output = output },
            _ => throw new FormatException($"unknown operator {kind}"),
        };
    }

    private static void WriteWeighted(JsonObject node, WeightedOperator step)
    {
        node["activation"] = step.Activation.ToString();
        if (step is WindowedOperator windowed)
        {
            node["stride"] = Write(windowed.Stride);
            node["dilation"] = Write(windowed.Dilation);
            node["padding"] = Write(windowed.Padding);
        }

        node["weights"] = GraphFile.WriteConstant(step.Weights);
        node["bias"] = GraphFile.WriteConstant(step.Bias);
    }

    private static JsonArray Write(Extent extent) => [extent.Height, extent.Width];

    private static JsonArray Write(Padding padding) => [padding.Top, padding.Left, padding.Bottom, padding.Right];

    private static Activation ReadActivation(JsonObject node) => Enum.Parse<Activation>((string)node["activation"]!);

    private static Extent ReadExtent(JsonNode node) => new((int)node[0]!, (int)node[1]!);

    private static Padding ReadPadding(JsonNode node) => new((int)node[0]!, (int)node[1]!, (int)node[2]!, (int)node[3]!);
}
