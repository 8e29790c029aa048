namespace TinyMl.Compiler.Packing;

/// <summary>Two int16 in a word, as the core multiplies them.</summary>
internal static class DspWord
{
    internal static uint Of(int low, int high) => (ushort)low | ((uint)(ushort)high << 16);
}
