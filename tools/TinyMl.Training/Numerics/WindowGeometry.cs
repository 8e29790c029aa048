using System.Numerics;
using System.Numerics.Tensors;
using TinyMl.Compiler.Graphs;

namespace TinyMl.Training.Numerics;

/// <summary>How a window moves over an image: which inputs an output position covers.</summary>
internal readonly record struct WindowGeometry(
    Shape Input, Shape Output, Extent Filter, Extent Stride, Extent Dilation, Padding Padding)
{
    /// <summary>Output rows times columns.</summary>
    public int Positions => Output.Height * Output.Width;

    /// <summary>Filter elements times input channels: the length of a patch.</summary>
    public int PatchLength => Filter.Height * Filter.Width * Input.Channels;

    /// <summary>Whether a patch is the pixel itself, so that unfolding would only copy.</summary>
    public bool IsPointwise => Filter == Extent.One && Stride == Extent.One && Padding == default;

    /// <summary>The geometry of a convolution.</summary>
    public static WindowGeometry Of(WindowedOperator step) => new(
        step.Input.Shape,
        step.Output.Shape,
        new Extent(step.Weights.Shape.Height, step.Weights.Shape.Width),
        step.Stride,
        step.Dilation,
        step.Padding);

    /// <summary>The geometry of a pooling.</summary>
    public static WindowGeometry Of(Pool2D step) => new(
        step.Input.Shape, step.Output.Shape, step.Filter, step.Stride, Extent.One, step.Padding);

    /// <summary>The offset of the pixel under a tap; -1: padding.</summary>
    /// <param name="row">Output row.</param>
    /// <param name="column">Output column.</param>
    /// <param name="tapRow">Filter row.</param>
    /// <param name="tapColumn">Filter column.</param>
    public int Pixel(int row, int column, int tapRow, int tapColumn)
    {
        int y = (row * Stride.Height) - Padding.Top + (tapRow * Dilation.Height);
        int x = (column * Stride.Width) - Padding.Left + (tapColumn * Dilation.Width);
        return (uint)y < (uint)Input.Height && (uint)x < (uint)Input.Width
            ? ((y * Input.Width) + x) * Input.Channels
            : -1;
    }

    /// <summary>Unfolds an image into patches, [positions, filter height, filter width, channels]; padding gives zeros.</summary>
    public void Unfold<T>(ReadOnlySpan<T> image, Span<T> patches)
    {
        int at = 0;
        int channels = Input.Channels;
        for (int row = 0; row < Output.Height; row++)
        {
            for (int column = 0; column < Output.Width; column++)
            {
                for (int tapRow = 0; tapRow < Filter.Height; tapRow++)
                {
                    for (int tapColumn = 0; tapColumn < Filter.Width; tapColumn++, at += channels)
                    {
                        int pixel = Pixel(row, column, tapRow, tapColumn);
                        Span<T> patch = patches.Slice(at, channels);
                        if (pixel < 0)
                        {
                            patch.Clear();
                        }
                        else
                        {
                            image.Slice(pixel, channels).CopyTo(patch);
                        }
                    }
                }
            }
        }
    }

    /// <summary>The transpose of <see cref="Unfold"/>: adds every element of a patch to the pixel that it came from.</summary>
    public void FoldAdd<T>(ReadOnlySpan<T> patches, Span<T> image)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int at = 0;
        int channels = Input.Channels;
        for (int row = 0; row < Output.Height; row++)
        {
            for (int column = 0; column < Output.Width; column++)
            {
                for (int tapRow = 0; tapRow < Filter.Height; tapRow++)
                {
                    for (int tapColumn = 0; tapColumn < Filter.Width; tapColumn++, at += channels)
                    {
                        int pixel = Pixel(row, column, tapRow, tapColumn);
                        if (pixel >= 0)
                        {
                            Span<T> target = image.Slice(pixel, channels);
                            TensorPrimitives.Add(target, patches.Slice(at, channels), target);
                        }
                    }
                }
            }
        }
    }
}
