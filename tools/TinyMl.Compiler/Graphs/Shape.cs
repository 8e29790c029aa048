namespace TinyMl.Compiler.Graphs;

/// <summary>The shape of a tensor in the order batch, height, width, channels (NHWC).</summary>
/// <param name="Batch">1 for activations; output channels for convolution weights.</param>
/// <param name="Height">Rows; time steps of a sequence.</param>
/// <param name="Width">Columns; 1 for a sequence.</param>
/// <param name="Channels">The innermost dimension.</param>
public readonly record struct Shape(int Batch, int Height, int Width, int Channels)
{
    /// <summary>The number of elements.</summary>
    public int Elements => Batch * Height * Width * Channels;

    /// <summary>The shape of a vector.</summary>
    public static Shape Vector(int channels) => new(1, 1, 1, channels);

    /// <summary>The shape of a sequence of <paramref name="steps"/> samples with <paramref name="channels"/> channels.</summary>
    public static Shape Sequence(int steps, int channels) => new(1, steps, 1, channels);

    /// <inheritdoc/>
    public override string ToString() => $"{Batch}x{Height}x{Width}x{Channels}";
}
