using TinyMl.Compiler.Quantization;

namespace TinyMl.Compiler.Models;

/// <summary>
/// The tables of an audio front end, from the definitions of <see cref="AudioFrontEnd"/>. The device's logarithms are
/// base 2 in steps of 1/512, of bands that are 2^<see cref="Scale"/> times the real ones.
/// </summary>
internal sealed class AudioTables(AudioFrontEnd frontEnd)
{
    private const int StepsPerOctave = 512;

    /// <summary>Periodic Hann, Q0.31, from its end to its middle.</summary>
    internal int[] Window() => Table((frontEnd.Frame / 2) + 1, i =>
        (int)Math.Round((0.5 - (0.5 * Math.Cos(2 * Math.PI * i / frontEnd.Frame))) * int.MaxValue));

    /// <summary>cos(2 pi k / points), Q0.31, for a quarter of a turn.</summary>
    internal int[] Cosines() => Table((frontEnd.Points / 4) + 1, k =>
        (int)Math.Round(Math.Cos(2 * Math.PI * k / frontEnd.Points) * int.MaxValue));

    /// <summary>The first bin behind each corner; bin 0, the mean, counts nowhere.</summary>
    internal int[] Edges()
    {
        double hertz = frontEnd.SampleRate / 1000.0 / frontEnd.Points;
        return Table(frontEnd.Bands + 2, i => Math.Max(1, (int)Math.Ceiling((Hertz(Corner(i)) / hertz) - 1e-9)));
    }

    /// <summary>The edges, then how far each bin is from its edge to the next, Q1.15.</summary>
    internal ushort[] Filters()
    {
        int[] edges = Edges();
        double hertz = frontEnd.SampleRate / 1000.0 / frontEnd.Points;
        List<ushort> filters = [.. edges.Select(edge => (ushort)edge)];
        for (int i = 0; i + 1 < edges.Length; i++)
        {
            for (int k = edges[i]; k < edges[i + 1]; k++)
            {
                double share = (Mel(k * hertz) - Corner(i)) / (Corner(i + 1) - Corner(i));
                filters.Add((ushort)Math.Round(Math.Clamp(share, 0, 1) * 32768));
            }
        }

        return [.. filters];
    }

    /// <summary>cos(pi c (2m + 1) / (2 bands)) times <see cref="RowFactor"/>, [coefficients][bands].</summary>
    internal short[] Transform() => Table(frontEnd.Coefficients * frontEnd.Bands, i =>
        (short)Math.Round(Cosine(i / frontEnd.Bands, i % frontEnd.Bands) * RowFactor(i / frontEnd.Bands)));

    /// <summary>What a channel's value is reduced by: the scale of bands, and that of the level.</summary>
    internal int[] Offsets()
    {
        double octaves = frontEnd.Level switch
        {
            AudioLevel.GreatestBand => 0,
            AudioLevel.Peak => Scale - (15 * (frontEnd.Magnitude ? 1 : 2)),
            _ => Scale,
        };
        short[] transform = Transform();
        return Table(frontEnd.Channels, c => (int)Math.Round(octaves * StepsPerOctave * (frontEnd.Coefficients == 0
            ? 1
            : transform.Skip(c * frontEnd.Bands).Take(frontEnd.Bands).Sum(value => value) / 32768.0)));
    }

    /// <summary>From steps to LSB of the network's input.</summary>
    /// <param name="inputScale">Nats of an LSB.</param>
    internal QuantizedMultiplier[] Factors(double inputScale) => Table(frontEnd.Channels, c =>
        QuantizedMultiplier.From(Math.Log(2) / StepsPerOctave / inputScale * (frontEnd.Coefficients == 0
            ? 1
            : Math.Sqrt(2.0 / frontEnd.Bands) / RowFactor(c) * 32768)));

    /// <summary>The least logarithm of a band.</summary>
    internal short Floor() => (short)Math.Clamp(
        Math.Round((Math.Log2(frontEnd.Floor) + Scale) * StepsPerOctave), short.MinValue, short.MaxValue);

    /// <summary>The floor that a file's number stands for.</summary>
    internal double Floor(short steps) => Math.Pow(2, ((double)steps / StepsPerOctave) - Scale);

    // Samples, window and weights have 15 bits; the transform divides by its points, powers are squares divided by 2^12.
    private double Scale => frontEnd.Magnitude
        ? 15 + 15 + 15 - Math.Log2(frontEnd.Points)
        : 15 + (2 * (15 + 15 - Math.Log2(frontEnd.Points))) - 12;

    // A whole number, so that a row of ones is exact; the rounded magnitudes of a row sum to less than 2^15.
    private double RowFactor(int coefficient) => Math.Floor(
        (short.MaxValue - (frontEnd.Bands / 2.0))
            / Enumerable.Range(0, frontEnd.Bands).Sum(m => Math.Abs(Cosine(coefficient, m))));

    private double Cosine(int coefficient, int band) =>
        Math.Cos(Math.PI * coefficient * ((2 * band) + 1) / (2 * frontEnd.Bands));

    private double Corner(int index)
    {
        double low = Mel(frontEnd.LowHertz);
        return low + (index * (Mel(frontEnd.HighHertz) - low) / (frontEnd.Bands + 1));
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));

    private static double Hertz(double mel) => 700 * (Math.Exp(mel / 1127) - 1);

    private static T[] Table<T>(int count, Func<int, T> value) => Enumerable.Range(0, count).Select(value).ToArray();
}
