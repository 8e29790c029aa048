using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Learning;

/// <summary>Writes the sections of learning (SPEC.md, "Learning", "Parameter").</summary>
internal sealed class LearningEncoder(
    Graph graph,
    LearningPlan plan,
    IReadOnlyList<LearningExample> factoryShots,
    BackwardPlan? backward,
    LearningLayout layout,
    ConstantPool constants,
    OperatorEncoder operators)
{
    // Of a channel whose weights are next to nothing a step would be more LSB than a multiplier can hold.
    private const double LargestStep = 1 << 29;

    private readonly sbyte[] _factoryRows = FactoryRows.Of(graph, plan, factoryShots);

    internal byte[] Learning()
    {
        LearningSettings settings = plan.Settings;
        double input = plan.Head.Input.Quantization!.Scale;
        (uint logits, uint logitShifts) = constants.Add(Enumerable.Range(0, plan.Head.Output.Shape.Channels)
            .Select(c => QuantizedMultiplier.From(input * plan.Head.Weights.Quantization!.ScaleOf(c) * (1 << 23)))
            .ToArray());
        return ModelFormat.Write(ModelFormat.LearningBytes, writer =>
        {
            writer.Write(IndexOf(plan.Head));
            writer.Write((ushort)(plan.KeepsWindows ? 2 : 1));
            writer.Write((ushort)settings.Shots);
            writer.Write((ushort)settings.Epochs);
            writer.Write((uint)plan.ParameterBytes);
            writer.Write((uint)layout.Active);
            writer.Write((uint)layout.Staged);
            writer.Write((uint)layout.Store);
            writer.Write((uint)layout.Gradient);
            writer.Write((uint)layout.Scratch);
            writer.Write((uint)(backward is null ? 0 : 4 * backward.LongestRow));
            writer.Write(logits);
            writer.Write(logitShifts);
            writer.Write((uint)Math.Clamp(Math.Round(settings.Decay * 65536), 0, 65535));
            writer.Write(settings.Rate);
            writer.Write(settings.BiasRate);
            writer.Write(settings.WeightRate);
            writer.Write(factoryShots.Count == 0 ? ModelFormat.None : constants.Add(_factoryRows));
            writer.Write((ushort)factoryShots.Count);
            writer.Write((byte)settings.Policy);
            writer.Write((byte)settings.Replay);
            writer.Write((ushort)settings.Folds);
            writer.Write((ushort)Math.Clamp(Math.Round(settings.Doubt * 256), 0, ushort.MaxValue));
            writer.Write((uint)layout.Marks);
            writer.Write((ushort)(settings.Guard ? 0 : 1));
            writer.Write((ushort)0);
        });
    }

    internal byte[] Parameters() => ModelFormat.Write(plan.Parameters.Count * ModelFormat.ParameterBytes, writer =>
    {
        int offset = 0;
        for (int i = 0; i < plan.Parameters.Count; i++)
        {
            TrainedParameter parameter = plan.Parameters[i];
            (uint steps, uint stepShifts) = constants.Add(Enumerable.Range(0, parameter.Operator.Output.Shape.Channels)
                .Select(c => QuantizedMultiplier.From(Math.Min(parameter.StepOf(c), LargestStep)))
                .ToArray());
            writer.Write((ushort)parameter.Kind);
            writer.Write(IndexOf(parameter.Operator));
            writer.Write((uint)offset);
            writer.Write((uint)parameter.Bytes);
            writer.Write(parameter.Kind switch
            {
                ParameterKind.Bias => constants.Add(operators.BiasOf(parameter.Operator)),
                ParameterKind.Weights => constants.Add(parameter.Operator.Weights.Int8Values!),
                ParameterKind.Channels => constants.Add(parameter.SelectedWeights()),
                _ => ModelFormat.None,
            });
            writer.Write(steps);
            writer.Write(stepShifts);
            writer.Write((uint)layout.Residuals[i]);
            writer.Write(parameter.Kind switch
            {
                ParameterKind.Channels => constants.Add(parameter.Selected.Select(channel => (ushort)channel).ToArray()),
                ParameterKind.Prototypes => Width(),
                _ => ModelFormat.None,
            });
            writer.Write((ushort)(parameter.Kind == ParameterKind.Prototypes
                ? Math.Clamp(Math.Round(32 * plan.Settings.PrototypeStrength), 1, 255)
                : parameter.Selected.Count));
            writer.Write((ushort)0);
            writer.Write(parameter.Kind == ParameterKind.Channels ? (uint)layout.Saved[i] : ModelFormat.None);
            offset += ModelFormat.Align(parameter.Bytes, 4);
        }
    });

    private uint Width()
    {
        QuantizedMultiplier width = PrototypeWidth.Of(
            _factoryRows, plan.Head.Input.Shape.Elements, plan.Settings.PrototypeWidth);
        return constants.Add([width.Multiplier, width.Shift]);
    }

    /// <summary>The backward pass; null: only the head is trained.</summary>
    internal byte[]? Backward() => backward is null ? null : ModelFormat.Write(
        ModelFormat.BackwardBytes + (backward.Gradients.Count * ModelFormat.GradientBytes) + backward.Steps.Count,
        writer =>
        {
            writer.Write((ushort)backward.Gradients.Count);
            writer.Write((ushort)backward.Steps.Count);
            foreach ((TensorGradient gradient, GradientPlace place) in backward.Gradients.Zip(layout.Gradients))
            {
                (ushort[] factors, int exponent) = gradient.Scales();
                writer.Write(operators.IndexOf(gradient.Operator.Output));
                writer.Write(IndexOf(gradient.Operator));
                writer.Write((ushort)gradient.Rows);
                writer.Write((short)exponent);
                writer.Write((uint)place.Ring);
                writer.Write((uint)place.Progress);
                writer.Write(place.Mask is { } mask ? (uint)mask : ModelFormat.None);
                writer.Write(factors.Length == 0 ? ModelFormat.None : constants.Add(factors));
            }

            writer.Write(backward.Steps.Select(step => (byte)step).ToArray());
        });

    private ushort IndexOf(Operator step) => (ushort)graph.Operators.ToList().IndexOf(step);
}
