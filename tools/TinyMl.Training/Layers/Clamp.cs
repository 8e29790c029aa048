using System.Numerics;
using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Layers;

/// <summary>The activation that operators carry.</summary>
internal static class Clamp
{
    /// <summary>Clamps values in place.</summary>
    public static void Forward<T>(Activation activation, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (activation == Activation.None)
        {
            return;
        }

        T most = activation == Activation.Relu6 ? T.CreateChecked(6) : T.PositiveInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            T value = values[i];
            value = value > T.Zero ? value : T.Zero;
            values[i] = value < most ? value : most;
        }
    }

    /// <summary>Zeroes the gradient where the clamp held the value, judged by the clamped value.</summary>
    public static void Backward<T>(Activation activation, ReadOnlySpan<T> values, Span<T> gradient)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (activation == Activation.None)
        {
            return;
        }

        T most = activation == Activation.Relu6 ? T.CreateChecked(6) : T.PositiveInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            gradient[i] = values[i] > T.Zero && values[i] < most ? gradient[i] : T.Zero;
        }
    }
}
