using System.Globalization;
using System.Text.RegularExpressions;
using TinyMl.Compiler.Graphs;
using TinyMl.Training.Numerics;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Users;

/// <summary>
/// A folder of recordings in which people do nine gestures in the same order, with pauses:
/// <c>subject{n}_measurement{m}.csv</c>, 62.5 Hz, ten columns of raw counts and the time. A recording counts if all nine are
/// clear in it; a person, if more than <see cref="PersonalTrial.MostShots"/> recordings of theirs do.
/// </summary>
public sealed partial class GestureFolder : IVariedData
{
    /// <summary>Gestures of a recording.</summary>
    public const int Gestures = 9;

    // Channels: wrist acceleration x, y, z, wrist rotation x, z, finger acceleration x, y, z, finger rotation x, z.
    private const int Channels = 10;
    private const int Rows = 80;
    private const int Decimation = 2;

    // The least rise of a clear gesture: its activity is e^0.5 times that of the pauses.
    private const double Clear = 0.5;

    // Counts below which a sensor is at rest: the noise of the converter.
    private const double Floor = 6;
    private const float Gain = 32;

    private static readonly (int First, int Count)[] Sensors = [(0, 3), (3, 2), (5, 3), (8, 2)];

    private readonly (float[][] Samples, int Middle)[] _places;

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="most">Recordings to read of each person at most.</param>
    public GestureFolder(string folder, int most = int.MaxValue)
    {
        (string File, int Subject, int Number)[] files = Find(folder, most);
        (int Subject, string Name, float[][] Samples)[] recordings = files
            .Select(f => (f.Subject, Path.GetFileNameWithoutExtension(f.File), Read(f.File)))
            .ToArray();
        var read = recordings.AsParallel().AsOrdered().Select(r =>
        {
            (int[] middles, double rise) = GestureSegments.Find(r.Samples, Gestures);
            return (r.Subject, r.Name, r.Samples, Middles: rise >= Clear ? middles : []);
        }).ToArray();
        Recordings = read.Length;
        var clear = read.Where(r => r.Middles.Length == Gestures)
            .GroupBy(r => r.Subject)
            .Where(person => person.Count() > PersonalTrial.MostShots)
            .SelectMany(person => from label in Enumerable.Range(0, Gestures) from r in person select (Recording: r, Label: label))
            .ToArray();
        if (clear.Length == 0)
        {
            throw new RecordingException(
                $"{folder}: of nobody are nine gestures with pauses clear in more than {PersonalTrial.MostShots} recordings; record more.");
        }

        _places = clear.Select(c => (c.Recording.Samples, c.Recording.Middles[c.Label])).ToArray();
        Clips = clear.Select(c => new UserClip($"subject{c.Recording.Subject:00}", c.Label, c.Recording.Name, Window(c.Recording.Samples, c.Recording.Middles[c.Label]))).ToArray();
        Users = Clips.Select(c => c.User).Distinct().ToArray();
    }

    /// <summary>Recordings in the folder, those that do not count among them.</summary>
    public int Recordings { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels { get; } = Enumerable.Range(1, Gestures).Select(g => $"gesture {g}").ToArray();

    /// <inheritdoc/>
    public IReadOnlyList<string> Users { get; }

    /// <inheritdoc/>
    public IReadOnlyList<UserClip> Clips { get; }

    /// <inheritdoc/>
    public Shape Shape => Shape.Sequence(Rows, Channels);

    /// <inheritdoc/>
    public QuantizationParameters Quantization { get; } = new(1 / Gain, 0);

    /// <inheritdoc/>
    public void Vary(int clip, Random random, Span<sbyte> window)
    {
        (float[][] samples, int middle) = _places[clip];
        double[] gains = Enumerable.Range(0, Channels).Select(_ => 1 + random.Symmetric(0.15)).ToArray();
        double pace = Math.Exp(random.Symmetric(0.2));
        Cut(samples, middle + random.Symmetric(12), pace, (row, c, value) => (value * gains[c]) + (random.Gaussian() * 3), window);
    }

    private static sbyte[] Window(float[][] samples, int middle)
    {
        sbyte[] window = new sbyte[Rows * Channels];
        Cut(samples, middle, 1, (_, _, value) => value, window);
        return window;
    }

    // 2.56 s around the middle, every second sample; of each channel its mean is removed, each sensor is divided by the root
    // of the mean square over its channels.
    private static void Cut(
        float[][] samples, double middle, double pace, Func<int, int, double, double> vary, Span<sbyte> window)
    {
        double[,] values = new double[Rows, Channels];
        for (int row = 0; row < Rows; row++)
        {
            double at = Math.Clamp(middle + (pace * Decimation * (row - (Rows / 2))), 0, samples.Length - 1);
            int before = (int)at;
            int after = Math.Min(before + 1, samples.Length - 1);
            for (int c = 0; c < Channels; c++)
            {
                double value = samples[before][c] + ((at - before) * (samples[after][c] - samples[before][c]));
                values[row, c] = vary(row, c, value);
            }
        }

        foreach ((int first, int count) in Sensors)
        {
            double squares = 0;
            for (int c = first; c < first + count; c++)
            {
                double mean = Enumerable.Range(0, Rows).Average(row => values[row, c]);
                for (int row = 0; row < Rows; row++)
                {
                    values[row, c] -= mean;
                    squares += values[row, c] * values[row, c];
                }
            }

            double scale = Gain / Math.Max(Floor, Math.Sqrt(squares / (Rows * count)));
            for (int i = 0; i < Rows * count; i++)
            {
                (int row, int c) = (i / count, first + (i % count));
                window[(row * Channels) + c] = (sbyte)Math.Clamp(Math.Round(values[row, c] * scale), sbyte.MinValue, sbyte.MaxValue);
            }
        }
    }

    private static (string File, int Subject, int Number)[] Find(string folder, int most)
    {
        (string File, int Subject, int Number)[] files = Directory.GetFiles(folder, "*.csv")
            .Select(Parse)
            .OrderBy(f => f.Subject).ThenBy(f => f.Number)
            .GroupBy(f => f.Subject)
            .SelectMany(person => person.Take(most))
            .ToArray();
        return files;
    }

    private static (string File, int Subject, int Number) Parse(string file)
    {
        Match name = FileName().Match(Path.GetFileName(file));
        return name.Success
            ? (file, int.Parse(name.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(name.Groups[2].Value, CultureInfo.InvariantCulture))
            : throw new RecordingException($"{file}: the name tells no person; name it subject{{n}}_measurement{{m}}.csv.");
    }

    private static float[][] Read(string file)
    {
        float[][] samples = File.ReadLines(file).Where(line => line.Length > 0).Select((line, i) =>
        {
            string[] parts = line.Split(',');
            float[] sample = new float[Channels];
            for (int c = 0; c < Channels; c++)
            {
                if (parts.Length != Channels + 1
                    || !float.TryParse(parts[c], NumberStyles.Float, CultureInfo.InvariantCulture, out sample[c])
                    || !float.IsFinite(sample[c]))
                {
                    throw new RecordingException(
                        $"{file}, line {i + 1}: is not ten counts and a time, separated by commas; record it again.");
                }
            }

            return sample;
        }).ToArray();
        return samples.Length > 0 ? samples : throw new RecordingException($"{file}: holds no sample; record it again.");
    }

    [GeneratedRegex(@"^subject(\d{1,4})_measurement(\d{1,4})\.csv$")]
    private static partial Regex FileName();
}
