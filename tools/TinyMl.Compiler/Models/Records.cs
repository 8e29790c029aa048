using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Models;

/// <summary>A tensor of a .tml file.</summary>
/// <param name="Shape">NHWC.</param>
/// <param name="Offset">From the arena's start.</param>
/// <param name="Scale">Real value of one LSB.</param>
/// <param name="ZeroPoint">The integer that stands for 0.</param>
public sealed record TensorRecord(Shape Shape, int Offset, float Scale, int ZeroPoint);

/// <summary>An operator of a .tml file.</summary>
/// <param name="Code">TensorFlow Lite's name of the operator.</param>
/// <param name="Inputs">Tensor indices.</param>
/// <param name="Output">Tensor index.</param>
/// <param name="InPlace">Whether the output takes the place of input 0.</param>
/// <param name="Filter">Height and width of the window; 1x1: none.</param>
/// <param name="Stride">Step of the window.</param>
/// <param name="MultiplyAccumulates">Per inference.</param>
public sealed record OperatorRecord(
    string Code, int[] Inputs, int Output, bool InPlace, Extent Filter, Extent Stride, long MultiplyAccumulates);
