using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Learning;

/// <summary>Writes the sections of learning (SPEC.md, "Learning", "Parameter").</summary>
internal sealed class LearningEncoder(
    Graph graph, LearningPlan plan, LearningLayout layout, ConstantPool constants, OperatorEncoder operators)
{
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
            writer.Write(0u);
            writer.Write(0u);
            writer.Write(logits);
            writer.Write(logitShifts);
            writer.Write((uint)Math.Clamp(Math.Round(settings.Decay * 65536), 0, 65535));
            writer.Write(settings.Rate);
            writer.Write(settings.BiasRate);
            writer.Write(settings.WeightRate);
            writer.Write(ModelFormat.None);
            writer.Write((ushort)0);
            writer.Write((byte)0);
            writer.Write((byte)0);
            writer.Write((ushort)0);
            writer.Write((ushort)0);
            writer.Write((uint)layout.Marks);
        });
    }

    internal byte[] Parameters() => ModelFormat.Write(plan.Parameters.Count * ModelFormat.ParameterBytes, writer =>
    {
        int offset = 0;
        for (int i = 0; i < plan.Parameters.Count; i++)
        {
            TrainedParameter parameter = plan.Parameters[i];
            (uint steps, uint stepShifts) = constants.Add(Enumerable.Range(0, parameter.Operator.Output.Shape.Channels)
                .Select(c => QuantizedMultiplier.From(parameter.StepOf(c)))
                .ToArray());
            writer.Write((ushort)parameter.Kind);
            writer.Write(IndexOf(parameter.Operator));
            writer.Write((uint)offset);
            writer.Write((uint)parameter.Bytes);
            writer.Write(parameter.Kind == ParameterKind.Bias
                ? constants.Add(operators.BiasOf(parameter.Operator))
                : constants.Add(parameter.Operator.Weights.Int8Values!));
            writer.Write(steps);
            writer.Write(stepShifts);
            writer.Write((uint)layout.Residuals[i]);
            writer.Write(ModelFormat.None);
            writer.Write((ushort)0);
            writer.Write((ushort)0);
            writer.Write(ModelFormat.None);
            offset += ModelFormat.Align(parameter.Bytes, 4);
        }
    });

    private ushort IndexOf(Operator step) => (ushort)graph.Operators.ToList().IndexOf(step);
}
