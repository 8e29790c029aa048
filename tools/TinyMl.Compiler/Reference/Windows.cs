using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Reference;

/// <summary>Which inputs a window covers: the definition of padding, stride and dilation, stated once.</summary>
public static class Windows
{
    /// <summary>The covered inputs of one output pixel, padding left out.</summary>
    /// <returns>Row and column in the input, and the number of the filter's tap.</returns>
    public static IEnumerable<(int Row, int Column, int Tap)> Covered(
        Shape input, Extent filter, Extent stride, Extent dilation, Padding padding, int outputRow, int outputColumn)
    {
        for (int i = 0; i < filter.Height; i++)
        {
            int row = (outputRow * stride.Height) - padding.Top + (i * dilation.Height);
            for (int j = 0; j < filter.Width; j++)
            {
                int column = (outputColumn * stride.Width) - padding.Left + (j * dilation.Width);
                if (row >= 0 && row < input.Height && column >= 0 && column < input.Width)
                {
                    yield return (row, column, (i * filter.Width) + j);
                }
            }
        }
    }
}
