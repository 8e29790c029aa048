namespace TinyMl.Compiler.Graphs;

/// <summary>The clamp that an operator applies to its output.</summary>
public enum Activation
{
    /// <summary>None but the range of the type.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,
}

/// <summary>What an <see cref="Activation"/> does to a real value.</summary>
public static class ActivationMath
{
    /// <summary>The clamped value.</summary>
    public static float Clamp(this Activation activation, float value) => activation switch
    {
        Activation.Relu => Math.Max(value, 0),
        Activation.Relu6 => Math.Clamp(value, 0, 6),
        _ => value,
    };
}
