namespace TinyMl.Bench;

/// <summary>Bytes of a program by section.</summary>
/// <param name="Text">Instructions, and the literals between them.</param>
/// <param name="Rodata">Constants.</param>
/// <param name="Data">Initialised variables.</param>
/// <param name="Bss">Variables that start as zero.</param>
public readonly record struct CodeSize(int Text, int Rodata, int Data, int Bss)
{
    /// <summary>What lies in flash.</summary>
    public int Flash => Text + Rodata + Data;
}
