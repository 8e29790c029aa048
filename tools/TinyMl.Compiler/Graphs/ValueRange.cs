namespace TinyMl.Compiler.Graphs;

/// <summary>The least and the greatest real value of a tensor.</summary>
public readonly record struct ValueRange(float Minimum, float Maximum)
{
    /// <summary>The range that covers both.</summary>
    public ValueRange Union(ValueRange other) =>
        new(Math.Min(Minimum, other.Minimum), Math.Max(Maximum, other.Maximum));

    /// <summary>The range of some values; at least one.</summary>
    public static ValueRange Of(ReadOnlySpan<float> values)
    {
        float minimum = values[0];
        float maximum = values[0];
        foreach (float value in values)
        {
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return new ValueRange(minimum, maximum);
    }
}
