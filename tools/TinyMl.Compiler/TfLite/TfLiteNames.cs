namespace TinyMl.Compiler.TfLite;

/// <summary>Builtin operator codes of the TensorFlow Lite schema.</summary>
internal static class TfLiteNames
{
    internal const int Custom = 32;

    private static readonly Dictionary<int, string> Names = new()
    {
        [0] = "ADD", [1] = "AVERAGE_POOL_2D", [2] = "CONCATENATION", [3] = "CONV_2D", [4] = "DEPTHWISE_CONV_2D",
        [5] = "DEPTH_TO_SPACE", [6] = "DEQUANTIZE", [9] = "FULLY_CONNECTED", [11] = "L2_NORMALIZATION", [14] = "LOGISTIC",
        [16] = "LSTM", [17] = "MAX_POOL_2D", [18] = "MUL", [19] = "RELU", [20] = "RELU_N1_TO_1", [21] = "RELU6",
        [22] = "RESHAPE", [23] = "RESIZE_BILINEAR", [25] = "SOFTMAX", [26] = "SPACE_TO_DEPTH", [27] = "SVDF", [28] = "TANH",
        [Custom] = "CUSTOM", [34] = "PAD", [36] = "GATHER", [37] = "BATCH_TO_SPACE_ND", [38] = "SPACE_TO_BATCH_ND",
        [39] = "TRANSPOSE", [40] = "MEAN", [41] = "SUB", [42] = "DIV", [43] = "SQUEEZE",
        [44] = "UNIDIRECTIONAL_SEQUENCE_LSTM", [45] = "STRIDED_SLICE", [47] = "EXP", [49] = "SPLIT", [50] = "LOG_SOFTMAX",
        [53] = "CAST", [54] = "PRELU", [55] = "MAXIMUM", [56] = "ARG_MAX", [57] = "MINIMUM", [58] = "LESS", [59] = "NEG",
        [60] = "PADV2", [61] = "GREATER", [65] = "SLICE", [67] = "TRANSPOSE_CONV", [70] = "EXPAND_DIMS", [71] = "EQUAL",
        [74] = "SUM", [75] = "SQRT", [76] = "RSQRT", [77] = "SHAPE", [79] = "ARG_MIN", [82] = "REDUCE_MAX", [83] = "PACK",
        [88] = "UNPACK", [89] = "REDUCE_MIN", [97] = "RESIZE_NEAREST_NEIGHBOR", [98] = "LEAKY_RELU",
        [99] = "SQUARED_DIFFERENCE", [100] = "MIRROR_PAD", [101] = "ABS", [102] = "SPLIT_V", [111] = "ELU",
        [114] = "QUANTIZE", [117] = "HARD_SWISH", [126] = "BATCH_MATMUL", [150] = "GELU",
    };

    internal static string Of(int code) => Names.TryGetValue(code, out string? name) ? name : $"BUILTIN {code}";
}
