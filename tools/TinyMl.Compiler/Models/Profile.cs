namespace TinyMl.Compiler.Models;

/// <summary>A set of weight layouts and kernels; the numbers stand in the .tml header.</summary>
public enum Profile
{
    /// <summary>Plain C, runs everywhere.</summary>
    Portable = 0,

    /// <summary>ARMv7E-M with DSP instructions: Cortex-M4, M7, M33.</summary>
    CortexMDsp = 1,

    /// <summary>Xtensa with MAC16 and MULSH: ESP32 (LX6), ESP32-S3 (LX7).</summary>
    XtensaMac16 = 2,

    /// <summary>RV32IM: ESP32-C3, C6, H2.</summary>
    Rv32 = 3,
}
