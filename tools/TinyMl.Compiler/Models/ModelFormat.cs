namespace TinyMl.Compiler.Models;

/// <summary>The numbers of SPEC.md.</summary>
internal static class ModelFormat
{
    internal const uint Magic = 0x314C4D54;
    internal const int Version = 1;
    internal const int HeaderBytes = 64;
    internal const int SectionBytes = 12;
    internal const int TensorBytes = 20;
    internal const int OperatorBytes = 40;
    internal const int FrontEndBytes = 64;
    internal const int DetectorBytes = 16;
    internal const int LearningBytes = 80;
    internal const int ParameterBytes = 40;
    internal const int BackwardBytes = 4;
    internal const int GradientBytes = 24;
    internal const int StateBytes = 128;
    internal const int LearnStateBytes = 256;
    internal const int MostTensors = 4096;
    internal const int MostOperators = 4096;
    internal const int MostPorts = 16;
    internal const int MostShots = 1024;
    internal const int ArenaAlignment = 16;
    internal const int ActivationType = 1;
    internal const int ConstantType = 2;
    internal const uint None = 0xFFFFFFFF;
    internal const ushort NoIndex = 0xFFFF;

    // Kinds of front ends.
    internal const int ImuKind = 1;
    internal const int AudioKind = 2;

    // Operator flags.
    internal const int InPlace = 1;
    internal const int Backwards = 2;
    internal const int Folded = 4;

    /// <summary>Names of the operator codes; the index is the code.</summary>
    internal static readonly string[] OperatorNames =
    [
        "", "CONV_2D", "DEPTHWISE_CONV_2D", "FULLY_CONNECTED", "AVERAGE_POOL_2D", "MAX_POOL_2D", "ADD", "SOFTMAX", "LOOKUP",
        "SUB", "MUL", "MAXIMUM", "MINIMUM", "MEAN", "STRIDED_COPY", "CONCATENATION", "PAD", "RESIZE_NEAREST_NEIGHBOR",
        "TRANSPOSE_CONV", "RESHAPE",
    ];

    /// <summary>A section of a known length; what is not written is 0.</summary>
    internal static byte[] Write(int length, Action<BinaryWriter> write)
    {
        byte[] bytes = new byte[length];
        using BinaryWriter writer = new(new MemoryStream(bytes));
        write(writer);
        return bytes;
    }

    internal static int Align(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}

/// <summary>Section kinds of SPEC.md.</summary>
internal enum SectionKind : ushort
{
    Tensors = 1,
    Operators = 2,
    InputsAndOutputs = 3,
    Constants = 4,
    FrontEnd = 5,
    Labels = 6,
    Detector = 7,
    Learning = 8,
    SelfTest = 9,
    Name = 10,
    Parameters = 11,
    Backward = 12,
}
