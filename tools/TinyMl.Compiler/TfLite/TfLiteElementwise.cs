using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.TfLite;

/// <summary>Imports operators on single elements and on pairs of them.</summary>
internal static class TfLiteElementwise
{
    internal static Operator Add(TfLiteOperator step, TfLiteImporter file) => new Add
    {
        Inputs = Pair(step, file),
        Output = file.Output(step),
        Activation = TfLiteOperators.ActivationOf(step, 0),
    };

    internal static Operator Subtract(TfLiteOperator step, TfLiteImporter file) => new Subtract
    {
        Inputs = Pair(step, file),
        Output = file.Output(step),
        Activation = TfLiteOperators.ActivationOf(step, 0),
    };

    internal static Operator Multiply(TfLiteOperator step, TfLiteImporter file) => new Multiply
    {
        Inputs = Pair(step, file),
        Output = file.Output(step),
        Activation = TfLiteOperators.ActivationOf(step, 0),
    };

    internal static Operator Maximum(TfLiteOperator step, TfLiteImporter file) =>
        new Maximum { Inputs = SameScale(step, file), Output = file.Output(step) };

    internal static Operator Minimum(TfLiteOperator step, TfLiteImporter file) =>
        new Minimum { Inputs = SameScale(step, file), Output = file.Output(step) };

    internal static Operator Requantize(TfLiteOperator step, TfLiteImporter file) =>
        Lookup(step, file, (x, y) => UnaryTables.Requantize(x, y));

    internal static Operator Relu(TfLiteOperator step, TfLiteImporter file) =>
        Lookup(step, file, (x, y) => UnaryTables.Relu(x, y));

    internal static Operator Relu6(TfLiteOperator step, TfLiteImporter file) => Lookup(step, file, (x, y) =>
    {
        RequireSameScale(step, x, y);
        return UnaryTables.Relu6(x);
    });

    internal static Operator LeakyRelu(TfLiteOperator step, TfLiteImporter file) =>
        Lookup(step, file, (x, y) => UnaryTables.LeakyRelu(x, y, step.Options?.Float(0) ?? 0));

    internal static Operator HardSwish(TfLiteOperator step, TfLiteImporter file) =>
        Lookup(step, file, (x, y) => UnaryTables.HardSwish(x, y));

    internal static Operator Logistic(TfLiteOperator step, TfLiteImporter file) => Lookup(step, file, (x, y) =>
    {
        RequireScale(step, y, 1f / 256, -128);
        return UnaryTables.Logistic(x);
    });

    internal static Operator Tanh(TfLiteOperator step, TfLiteImporter file) => Lookup(step, file, (x, y) =>
    {
        RequireScale(step, y, 1f / 128, 0);
        return UnaryTables.Tanh(x);
    });

    /// <summary>Refuses operands that the operator would combine without rescaling.</summary>
    internal static void RequireSameScale(TfLiteOperator step, QuantizationParameters x, QuantizationParameters y) =>
        Require(step, x.Matches(y), "needs one scale and zero point for inputs and output");

    /// <summary>Refuses an output quantisation other than the one that the operator's arithmetic has built in.</summary>
    internal static void RequireScale(TfLiteOperator step, QuantizationParameters y, float scale, int zeroPoint) => Require(
        step, y.Scale == scale && y.ZeroPoint == zeroPoint, $"needs an output scale of 1/{1 / scale} and zero point {zeroPoint}");

    private static Lookup Lookup(
        TfLiteOperator step, TfLiteImporter file, Func<QuantizationParameters, QuantizationParameters, sbyte[]> table)
    {
        Tensor input = file.Input(step, 0);
        Tensor output = file.Output(step);
        return new Lookup
        {
            Inputs = [input],
            Output = output,
            Function = step.Name,
            Table = table(input.Quantization!, output.Quantization!),
        };
    }

    private static Tensor[] Pair(TfLiteOperator step, TfLiteImporter file) =>
        [file.InputOrConstant(step, 0), file.InputOrConstant(step, 1)];

    private static Tensor[] SameScale(TfLiteOperator step, TfLiteImporter file)
    {
        Tensor[] inputs = Pair(step, file);
        foreach (Tensor input in inputs)
        {
            RequireSameScale(step, input.Quantization!, file.Output(step).Quantization!);
        }

        return inputs;
    }

    private static void Require(TfLiteOperator step, bool condition, string rule)
    {
        if (!condition)
        {
            throw new CompileException($"{step} {rule}: convert the model again with TensorFlow Lite's own quantiser.");
        }
    }
}
