namespace TinyMl.Compiler.Models;

/// <summary>A set of weight layouts and kernels; the numbers stand in the .tml header.</summary>
public enum Profile
{
    /// <summary>Plain C, runs everywhere.</summary>
    Portable = 0,

    /// <summary>ARMv7E-M with DSP instructions: Cortex-M4, M7, M33.</summary>
    CortexMDsp = 1,
}
