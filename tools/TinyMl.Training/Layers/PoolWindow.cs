using TinyMl.Training.Numerics;

namespace TinyMl.Training.Layers;

/// <summary>What a pooling window covers.</summary>
internal static class PoolWindow
{
    /// <summary>The offsets of the pixels under an output position, without padding.</summary>
    public static IEnumerable<int> Pixels(WindowGeometry geometry, int position)
    {
        int row = position / geometry.Output.Width;
        int column = position % geometry.Output.Width;
        for (int tapRow = 0; tapRow < geometry.Filter.Height; tapRow++)
        {
            for (int tapColumn = 0; tapColumn < geometry.Filter.Width; tapColumn++)
            {
                int pixel = geometry.Pixel(row, column, tapRow, tapColumn);
                if (pixel >= 0)
                {
                    yield return pixel;
                }
            }
        }
    }
}
