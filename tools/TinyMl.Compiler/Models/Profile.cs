namespace TinyMl.Compiler.Models;

/// <summary>A set of weight layouts and kernels; the numbers stand in the .tml header.</summary>
public enum Profile
{
    /// <summary>Plain C, runs everywhere.</summary>
    Portable = 0,
}
