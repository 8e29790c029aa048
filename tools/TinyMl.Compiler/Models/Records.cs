using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Learning;

namespace TinyMl.Compiler.Models;

/// <summary>A tensor of a .tml file.</summary>
/// <param name="Shape">NHWC.</param>
/// <param name="Offset">From the arena's start; of a constant: from that of the constants.</param>
/// <param name="Scale">Real value of one LSB.</param>
/// <param name="ZeroPoint">The integer that stands for 0.</param>
/// <param name="IsConstant">Whether it lies in the file and not in the arena.</param>
public sealed record TensorRecord(Shape Shape, int Offset, float Scale, int ZeroPoint, bool IsConstant);

/// <summary>An operator of a .tml file.</summary>
/// <param name="Code">TensorFlow Lite's name of the operator.</param>
/// <param name="Inputs">Tensor indices.</param>
/// <param name="Output">Tensor index.</param>
/// <param name="InPlace">Whether the output takes the place of input 0.</param>
/// <param name="Backwards">Whether it computes from the last pixel to the first.</param>
/// <param name="Filter">Height and width of the window; 1x1: none.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="MultiplyAccumulates">Per inference.</param>
/// <param name="Rows">Pieces between which a slice may end.</param>
/// <param name="Kernel">Of the profile; 0: the portable one.</param>
public sealed record OperatorRecord(
    string Code, int[] Inputs, int Output, bool InPlace, bool Backwards, Extent Filter, Extent Stride, long MultiplyAccumulates, int Rows,
    int Kernel)
{
    /// <summary>Output rows that the kernel goes over at once; 0: pixel by pixel.</summary>
    public int KernelRows { get; init; }

    /// <summary>Arena offset of what the kernel writes beside its output; 0: nothing.</summary>
    public int Scratch { get; init; }

    /// <summary>Distance of the filter's taps.</summary>
    public Extent Dilation { get; init; } = Extent.One;

    /// <summary>Rows and columns before the image; what lies behind follows from the shapes.</summary>
    public (int Top, int Left) Padding { get; init; }

    /// <summary>Whether the biases hold the input's zero point.</summary>
    public bool IsFolded { get; init; }

    /// <summary>Where its weights, or the stream of its kernel, begin in the constants; no meaning where it has none.</summary>
    public uint Weights { get; init; }
}

/// <summary>A trained parameter of a .tml file.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Operator">Operator index.</param>
/// <param name="Offset">In a block.</param>
/// <param name="Bytes">Of a block.</param>
/// <param name="Residual">Arena offset of the 256ths of weights.</param>
/// <param name="Selected">Input channels, of <see cref="ParameterKind.Channels"/>; else empty.</param>
public sealed record ParameterRecord(ParameterKind Kind, int Operator, int Offset, int Bytes, int Residual, int[] Selected);

/// <summary>A gradient of a .tml file.</summary>
/// <param name="Operator">Index of the operator whose output it belongs to.</param>
/// <param name="Rows">Of its ring.</param>
/// <param name="Ring">Arena offset of the ring.</param>
/// <param name="RingBytes">Its bytes.</param>
/// <param name="ProgressBytes">Bytes of the rows' number and exponents.</param>
/// <param name="MaskBytes">Bytes that must survive the forward pass.</param>
/// <param name="Steps">Numbers, from 0, of the steps that compute its first and its last row.</param>
public sealed record GradientRecord(
    int Operator, int Rows, int Ring, int RingBytes, int ProgressBytes, int MaskBytes, (int First, int Last) Steps);
