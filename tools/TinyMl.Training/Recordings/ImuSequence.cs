namespace TinyMl.Training.Recordings;

/// <summary>What an inertial sensor felt: samples at a constant rate, in its own frame.</summary>
public sealed class ImuSequence
{
    /// <summary>Channels of a sample: acceleration x, y, z (m/s2, gravity included), rotation x, y, z (rad/s).</summary>
    public const int Channels = 6;

    /// <summary>Takes over samples.</summary>
    /// <param name="rate">Samples a second, above 0.</param>
    /// <param name="values">[samples, 6], at least one sample.</param>
    public ImuSequence(double rate, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        if (values.Length == 0 || values.Length % Channels != 0)
        {
            throw new ArgumentException("A sequence holds whole samples of six values, at least one.", nameof(values));
        }

        Rate = rate;
        Values = values;
    }

    /// <summary>Samples a second.</summary>
    public double Rate { get; }

    /// <summary>[samples, 6].</summary>
    public float[] Values { get; }

    /// <summary>The number of samples.</summary>
    public int Count => Values.Length / Channels;

    /// <summary>Length in seconds.</summary>
    public double Seconds => Count / Rate;

    /// <summary>One sample.</summary>
    public ReadOnlySpan<float> this[int index] => Values.AsSpan(index * Channels, Channels);

    /// <summary>The sequence with stillness before and after it, in the attitude that it has at either end.</summary>
    /// <param name="before">Seconds.</param>
    /// <param name="after">Seconds.</param>
    public ImuSequence WithStillness(double before, double after)
    {
        int first = (int)Math.Round(before * Rate);
        int last = (int)Math.Round(after * Rate);
        float[] values = new float[(first + Count + last) * Channels];
        for (int i = 0; i < first; i++)
        {
            this[0][..3].CopyTo(values.AsSpan(i * Channels));
        }

        Values.CopyTo(values, first * Channels);
        for (int i = 0; i < last; i++)
        {
            this[Count - 1][..3].CopyTo(values.AsSpan((first + Count + i) * Channels));
        }

        return new ImuSequence(Rate, values);
    }

    /// <summary>The sample at a fractional index, between its neighbours; the first and last hold outside.</summary>
    public void Interpolate(double index, Span<float> sample)
    {
        double inside = Math.Clamp(index, 0, Count - 1);
        int before = Math.Min((int)inside, Math.Max(0, Count - 2));
        int after = Math.Min(before + 1, Count - 1);
        float part = (float)(inside - before);
        ReadOnlySpan<float> a = this[before];
        ReadOnlySpan<float> b = this[after];
        for (int c = 0; c < Channels; c++)
        {
            sample[c] = a[c] + (part * (b[c] - a[c]));
        }
    }
}
