using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Packing;
using TinyMl.Compiler.Passes;
using TinyMl.Compiler.Planning;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Models;

/// <summary>Writes operator records (SPEC.md, "Operator").</summary>
internal sealed class OperatorEncoder(
    ConstantPool constants, IReadOnlyList<Tensor> tensors, MemoryPlan plan, KernelPlan kernels, LearningPlan? learning)
{
    /// <summary>Whether an operator is written with folded biases: trained weights would move away from what was folded.</summary>
    internal bool IsFolded(Operator step) =>
        FoldZeroPoint.Applies(step) && kernels.Find(step) is null && learning?.TrainsWeightsOf(step) != true;

    /// <summary>The biases as the device gets them.</summary>
    internal int[] BiasOf(WeightedOperator step) => IsFolded(step) ? FoldZeroPoint.BiasOf(step) : step.Bias.Int32Values!;

    internal void Write(BinaryWriter writer, Operator step)
    {
        int start = (int)writer.BaseStream.Position;
        writer.Write((byte)Array.IndexOf(ModelFormat.OperatorNames, NameOf(step)));
        writer.Write(FlagsOf(step));
        writer.Write(IndexOf(step.Input));
        writer.Write(step is Binary ? IndexOf(step.Inputs[1]) : ModelFormat.NoIndex);
        writer.Write(IndexOf(step.Output));
        PackedOperator? packed = kernels.Find(step);
        if (packed is null)
        {
            WriteConstants(writer, step);
        }
        else
        {
            writer.Write(constants.Add(packed.Stream.Select(word => (int)word).ToArray()));
            writer.Write(ModelFormat.None);
            writer.Write(ModelFormat.None);
            writer.Write(ModelFormat.None);
        }

        WriteGeometry(writer, step);
        Limits limits = step switch
        {
            Pad pad => new Limits(pad.Value, pad.Value),
            ClampedOperator clamped => Requantization.Clamp(clamped),
            _ => Limits.All,
        };
        writer.Write(limits.Minimum);
        writer.Write(limits.Maximum);
        writer.Write((byte)(packed?.Kernel ?? 0));
        writer.Write((byte)(packed?.KernelRows ?? 0));
        writer.Write(plan.Scratch.TryGetValue(step, out int scratch) ? (uint)(ModelFormat.StateBytes + scratch) : 0u);
        if (writer.BaseStream.Position - start != ModelFormat.OperatorBytes)
        {
            throw new InvalidOperationException("An operator record has the wrong length.");
        }
    }

    private byte FlagsOf(Operator step) => (byte)(
        (plan.InPlace.Contains(step) ? ModelFormat.InPlace : 0)
        | (plan.Backwards.Contains(step) ? ModelFormat.Backwards : 0)
        | (IsFolded(step) ? ModelFormat.Folded : 0));

    /// <summary>TensorFlow Lite's name of an operator.</summary>
    internal static string NameOf(Operator step) => step switch
    {
        Conv2D => "CONV_2D",
        DepthwiseConv2D => "DEPTHWISE_CONV_2D",
        FullyConnected => "FULLY_CONNECTED",
        AveragePool2D => "AVERAGE_POOL_2D",
        MaxPool2D => "MAX_POOL_2D",
        Add => "ADD",
        Softmax => "SOFTMAX",
        Lookup => "LOOKUP",
        Subtract => "SUB",
        Multiply => "MUL",
        Maximum => "MAXIMUM",
        Minimum => "MINIMUM",
        Mean => "MEAN",
        StridedCopy => "STRIDED_COPY",
        Concatenation => "CONCATENATION",
        Pad => "PAD",
        ResizeNearestNeighbor => "RESIZE_NEAREST_NEIGHBOR",
        TransposeConv2D => "TRANSPOSE_CONV",
        Reshape => "RESHAPE",
        _ => throw new CompileException($"The .tml format has no operator {step.GetType().Name}."),
    };

    private void WriteConstants(BinaryWriter writer, Operator step)
    {
        writer.Write(step switch
        {
            WeightedOperator weighted => constants.Add(weighted.Weights.Int8Values!),
            Lookup lookup => constants.Add(lookup.Table),
            Concatenation => constants.Add([(ushort)step.Inputs.Length, .. step.Inputs.Select(IndexOf)]),
            ResizeNearestNeighbor resize => constants.Add([.. resize.Rows.Concat(resize.Columns).Select(i => (ushort)i)]),
            _ => ModelFormat.None,
        });
        writer.Write(step is WeightedOperator biased ? constants.Add(BiasOf(biased)) : ModelFormat.None);
        (uint multipliers, uint shifts) = step switch
        {
            StridedCopy copy => (
                constants.Add([copy.Start, copy.Steps.Height, copy.Steps.Width, copy.Steps.Channel]), ModelFormat.None),
            _ when FactorsOf(step) is { } factors => constants.Add(factors),
            _ => (ModelFormat.None, ModelFormat.None),
        };
        writer.Write(multipliers);
        writer.Write(shifts);
    }

    private static QuantizedMultiplier[]? FactorsOf(Operator step) => step switch
    {
        WeightedOperator weighted => Requantization.OfWeighted(weighted),
        Add add => Requantization.OfAdd(add),
        Subtract subtract => Requantization.OfSubtract(subtract),
        Multiply multiply => [Requantization.OfMultiply(multiply)],
        Mean mean => [Requantization.OfMean(mean)],
        Softmax softmax => [Requantization.OfSoftmax(softmax)],
        _ => null,
    };

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
            TransposeConv2D conv => (
                new Extent(conv.Weights.Shape.Height, conv.Weights.Shape.Width),
                conv.Stride,
                Extent.One,
                new Padding(conv.Cut.Top, conv.Cut.Left, 0, 0)),

            // Operators without a window keep other numbers in the filter's height.
            Pad pad => (new Extent(pad.ChannelsBefore, 1), Extent.One, Extent.One, pad.Padding),
            Concatenation concatenation => (new Extent(concatenation.Axis, 1), Extent.One, Extent.One, default),
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

    /// <summary>The number of a tensor's record.</summary>
    internal ushort IndexOf(Tensor tensor)
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
