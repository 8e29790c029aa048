namespace TinyMl.Compiler.Latency;

/// <summary>A measured layer.</summary>
/// <param name="Kernel">What ran.</param>
/// <param name="IsPacked">Whether that is a kernel of a profile, and not a portable one.</param>
/// <param name="Work">How often each of its parts ran.</param>
/// <param name="Instructions">What it executed.</param>
public sealed record LatencySample(string Kernel, bool IsPacked, IReadOnlyDictionary<string, double> Work, long Instructions);
