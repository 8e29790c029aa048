namespace TinyMl.Compiler.TfLite;

/// <summary>Element types of the TensorFlow Lite schema.</summary>
internal enum TfLiteType : byte
{
    Float32 = 0,
    Int32 = 2,
    UInt8 = 3,
    Int64 = 4,
    Bool = 6,
    Int16 = 7,
    Int8 = 9,
}

/// <summary>A tensor as the file has it.</summary>
internal sealed record TfLiteTensor(
    int Index, string Name, int[] Shape, TfLiteType Type, byte[] Data, float[] Scales, long[] ZeroPoints, int Axis)
{
    internal bool IsConstant => Data.Length > 0;

    public override string ToString() => $"tensor {Index} '{Name}'";
}

/// <summary>An operator as the file has it; -1 in <paramref name="Inputs"/>: an input left out.</summary>
internal sealed record TfLiteOperator(int Index, int Code, string Name, int[] Inputs, int[] Outputs, FlatTable? Options)
{
    public override string ToString() => $"operator {Index} {Name}";
}

/// <summary>The first subgraph of a .tflite file, every index checked.</summary>
internal sealed class TfLiteModel
{
    private const int SchemaVersion = 3;

    private TfLiteModel(TfLiteTensor[] tensors, TfLiteOperator[] operators, int[] inputs, int[] outputs)
    {
        Tensors = tensors;
        Operators = operators;
        Inputs = inputs;
        Outputs = outputs;
    }

    internal TfLiteTensor[] Tensors { get; }

    internal TfLiteOperator[] Operators { get; }

    internal int[] Inputs { get; }

    internal int[] Outputs { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CompileException">It is no TensorFlow Lite file, or a damaged one.</exception>
    internal static TfLiteModel Read(byte[] file)
    {
        if (file.Length < 8 || !file.AsSpan(4, 4).SequenceEqual("TFL3"u8))
        {
            throw new CompileException("This is not a TensorFlow Lite model: its identifier is not TFL3.");
        }

        FlatTable root = FlatTable.Root(file);
        if (root.Int(0) != SchemaVersion)
        {
            throw new CompileException($"The model has schema version {root.Int(0)}: convert it again to version {SchemaVersion}.");
        }

        FlatTable[] graphs = root.Tables(2);
        if (graphs.Length != 1)
        {
            throw new CompileException($"The model has {graphs.Length} subgraphs: control flow is not supported, give one.");
        }

        FlatTable[] buffers = root.Tables(4);
        TfLiteTensor[] tensors = graphs[0].Tables(0).Select((table, i) => ReadTensor(table, i, buffers)).ToArray();
        FlatTable[] codes = root.Tables(1);
        TfLiteOperator[] operators = graphs[0].Tables(3)
            .Select((table, i) => ReadOperator(table, i, codes, tensors.Length))
            .ToArray();
        return new TfLiteModel(
            tensors,
            operators,
            CheckIndices(graphs[0].Ints(1), 0, tensors.Length, "The model's inputs"),
            CheckIndices(graphs[0].Ints(2), 0, tensors.Length, "The model's outputs"));
    }

    private static TfLiteTensor ReadTensor(FlatTable table, int index, FlatTable[] buffers)
    {
        string name = table.Text(3);
        int buffer = table.Int(2);
        if (buffer < 0 || buffer >= buffers.Length)
        {
            throw new CompileException($"Tensor {index} '{name}' names buffer {buffer} of {buffers.Length}: the file is damaged.");
        }

        FlatTable? quantization = table.Table(4);
        return new TfLiteTensor(
            index,
            name,
            table.Ints(0),
            (TfLiteType)table.Byte(1),
            buffers[buffer].Bytes(0).ToArray(),
            quantization?.Floats(2) ?? [],
            quantization?.Longs(3) ?? [],
            quantization?.Int(6) ?? 0);
    }

    private static TfLiteOperator ReadOperator(FlatTable table, int index, FlatTable[] codes, int tensors)
    {
        int opcode = table.Int(0);
        if (opcode < 0 || opcode >= codes.Length)
        {
            throw new CompileException($"Operator {index} names operator code {opcode} of {codes.Length}: the file is damaged.");
        }

        // Codes above 127 stand in the newer, wider field; the older one then holds a placeholder.
        int code = Math.Max(codes[opcode].Byte(0), codes[opcode].Int(3));
        string custom = codes[opcode].Text(1);
        string name = custom.Length > 0 ? $"CUSTOM '{custom}'" : TfLiteNames.Of(code);
        string place = $"Operator {index} {name}";
        if (table.Ints(1).Length == 0 || table.Ints(2).Length == 0)
        {
            throw new CompileException($"{place} has no input or no output: the file is damaged.");
        }

        return new TfLiteOperator(
            index,
            code,
            name,
            CheckIndices(table.Ints(1), -1, tensors, place),
            CheckIndices(table.Ints(2), 0, tensors, place),
            table.Table(4));
    }

    private static int[] CheckIndices(int[] indices, int least, int end, string place) =>
        Array.TrueForAll(indices, i => i >= least && i < end)
            ? indices
            : throw new CompileException($"{place} names a tensor that does not exist: the file is damaged.");
}
