namespace TinyMl.Compiler.TfLite;

/// <summary>
/// The int8 inside of a model with float inputs or outputs: the QUANTIZE behind a float input and the DEQUANTIZE before a
/// float output are left out, and their int8 tensors, with their scales, become the model's.
/// </summary>
internal sealed class FloatEdges
{
    private const int DequantizeCode = 6;
    private const int QuantizeCode = 114;
    private readonly TfLiteModel _model;
    private readonly List<TfLiteOperator> _stripped = [];

    internal FloatEdges(TfLiteModel model)
    {
        _model = model;
        Inputs = Array.ConvertAll(model.Inputs, InsideOfInput);
        Outputs = Array.ConvertAll(model.Outputs, InsideOfOutput);
    }

    internal int[] Inputs { get; }

    internal int[] Outputs { get; }

    internal IReadOnlyList<TfLiteOperator> Stripped => _stripped;

    private int InsideOfInput(int index)
    {
        TfLiteOperator[] readers = _model.Operators.Where(step => step.Inputs.Contains(index)).ToArray();
        if (_model.Tensors[index].Type != TfLiteType.Float32 || readers.Length != 1 || readers[0].Code != QuantizeCode)
        {
            return index;
        }

        _stripped.Add(readers[0]);
        return readers[0].Outputs[0];
    }

    private int InsideOfOutput(int index)
    {
        TfLiteOperator? writer = _model.Operators.FirstOrDefault(step => step.Outputs.Contains(index));
        if (_model.Tensors[index].Type != TfLiteType.Float32 || writer is not { Code: DequantizeCode, Inputs: [>= 0, ..] })
        {
            return index;
        }

        _stripped.Add(writer);
        return writer.Inputs[0];
    }
}
