namespace TinyMl.Compiler.Models;

/// <summary>What the compiler made of an operator.</summary>
/// <param name="Name">Its output.</param>
/// <param name="Operator">TensorFlow Lite's name.</param>
/// <param name="Channels">Of its output.</param>
/// <param name="RemovedChannels">Those that went since they have one value for every input.</param>
/// <param name="Kernel">Of the profile; 0: the portable one.</param>
/// <param name="ScratchBytes">What the kernel writes of the arena beside the output.</param>
/// <param name="Requantization">How sums become int8, proved for every channel and every sum; empty: the operator has none of its own.</param>
public sealed record LayerExplanation(
    string Name, string Operator, int Channels, int RemovedChannels, int Kernel, int ScratchBytes, string Requantization)
{
    /// <summary>What an operator without a kernel of the profile does.</summary>
    public const string Portable = "portable kernel";
}
