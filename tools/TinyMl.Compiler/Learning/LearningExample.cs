using System.Text.Json.Serialization;

namespace TinyMl.Compiler.Learning;

/// <summary>A labelled window of the factory's: the device tests on such ones whether what it learnt harms anybody else.</summary>
/// <param name="Label">The class.</param>
/// <param name="Window">Input 0 of the int8 graph, NHWC, in its quantisation.</param>
public sealed record LearningExample(
    int Label, [property: JsonConverter(typeof(SignedBytesConverter))] sbyte[] Window);
