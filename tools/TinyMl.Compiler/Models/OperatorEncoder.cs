using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Planning;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Models;

/// <summary>Writes operator records (SPEC.md, "Operator").</summary>
internal sealed class OperatorEncoder(ConstantPool constants, IReadOnlyList<Tensor> tensors, MemoryPlan plan)
{
    internal void Write(BinaryWriter writer, Operator step)
    {
        int start = (int)writer.BaseStream.Position;
        writer.Write((byte)CodeOf(step));
        writer.Write((byte)(plan.InPlace.Contains(step) ? 1 : 0));
        writer.Write(IndexOf(step.Input));
        writer.Write(step.Inputs.Length > 1 ? IndexOf(step.Inputs[1]) : ModelFormat.NoIndex);
        writer.Write(IndexOf(step.Output));
        WriteConstants(writer, step);
        WriteGeometry(writer, step);
        (sbyte minimum, sbyte maximum) = Requantization.Clamp(ActivationOf(step), step.Output.Quantization!);
        writer.Write(minimum);
        writer.Write(maximum);
        writer.Write((ushort)0);
        writer.Write(0u);
        if (writer.BaseStream.Position - start != ModelFormat.OperatorBytes)
        {
            throw new InvalidOperationException("An operator record has the wrong length.");
        }
    }

    private static int CodeOf(Operator step) => Array.IndexOf(ModelFormat.OperatorNames, step switch
    {
        Conv2D => "CONV_2D",
        DepthwiseConv2D => "DEPTHWISE_CONV_2D",
        FullyConnected => "FULLY_CONNECTED",
        AveragePool2D => "AVERAGE_POOL_2D",
        MaxPool2D => "MAX_POOL_2D",
        Add => "ADD",
        Softmax => "SOFTMAX",
        _ => throw new CompileException($"The .tml format has no operator {step.GetType().Name}."),
    });

    private static Activation ActivationOf(Operator step) => step switch
    {
        WeightedOperator weighted => weighted.Activation,
        Pool2D pool => pool.Activation,
        Add add => add.Activation,
        _ => Activation.None,
    };

    private void WriteConstants(BinaryWriter writer, Operator step)
    {
        uint weights = ModelFormat.None;
        uint bias = ModelFormat.None;
        QuantizedMultiplier[]? multipliers = null;
        switch (step)
        {
            case WeightedOperator weighted:
                weights = constants.Add(weighted.Weights.Int8Values!);
                bias = constants.Add(weighted.Bias.Int32Values!);
                multipliers = Requantization.OfWeighted(weighted);
                break;
            case Add add:
                multipliers = Requantization.OfAdd(add);
                break;
            case Softmax softmax:
                multipliers = [Requantization.OfSoftmax(softmax)];
                break;
        }

        writer.Write(weights);
        writer.Write(bias);
        (uint values, uint shifts) = multipliers is null ? (ModelFormat.None, ModelFormat.None) : constants.Add(multipliers);
        writer.Write(values);
        writer.Write(shifts);
    }

    private static void WriteGeometry(BinaryWriter writer, Operator step)
    {
        (Extent filter, Extent stride, Extent dilation, Padding padding) = step switch
        {
            WindowedOperator windowed => (
                new Extent(windowed.Weights.Shape.Height, windowed.Weights.Shape.Width),
                windowed.Stride,
                windowed.Dilation,
                windowed.Padding),
            Pool2D pool => (pool.Filter, pool.Stride, Extent.One, pool.Padding),
            _ => (Extent.One, Extent.One, Extent.One, default),
        };
        int[] fields =
        [
            filter.Height, filter.Width, stride.Height, stride.Width,
            dilation.Height, dilation.Width, padding.Top, padding.Left,
        ];
        foreach (int field in fields)
        {
            writer.Write(field is >= 0 and <= 255 ? (byte)field : throw new CompileException(
                $"{step.Output.Name} has a filter, stride, dilation or padding of {field}: the format ends at 255."));
        }
    }

    private ushort IndexOf(Tensor tensor)
    {
        for (int i = 0; i < tensors.Count; i++)
        {
            if (ReferenceEquals(tensors[i], tensor))
            {
                return (ushort)i;
            }
        }

        throw new InvalidOperationException($"The tensor {tensor} is not part of the graph.");
    }
}
