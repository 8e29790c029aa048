using System.Globalization;

namespace TinyMl.Training.Recordings;

/// <summary>Reads a folder of recordings {label}_{number}.csv, one gesture each, columns t_ms,ax,ay,az,gx,gy,gz.</summary>
public static class RecordingFolder
{
    /// <summary>The first line of every file.</summary>
    public const string Header = "t_ms,ax,ay,az,gx,gy,gz";

    /// <summary>Reads all files whose name starts with a label, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="labels">The classes; others are refused.</param>
    /// <param name="rate">Samples a second to resample to.</param>
    public static ImuRecording[] Read(string folder, IReadOnlyList<string> labels, double rate)
    {
        if (!Directory.Exists(folder))
        {
            throw new RecordingException(
                $"{folder}: there is no such folder; set TINYML_SHARED to the folder that holds the data.");
        }

        string[] files = Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal).ToArray();
        return files.Length == 0
            ? throw new RecordingException($"{folder}: holds no .csv file; expected {{label}}_{{number}}.csv.")
            : files.Select(f => ReadFile(f, labels, rate)).ToArray();
    }

    /// <summary>Reads one file.</summary>
    public static ImuRecording ReadFile(string file, IReadOnlyList<string> labels, double rate)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        string prefix = name.Split('_')[0];
        int label = -1;
        for (int i = 0; i < labels.Count; i++)
        {
            label = labels[i] == prefix ? i : label;
        }

        if (label < 0)
        {
            throw new RecordingException(
                $"{file}: the name begins with \"{prefix}\", which is no label; name it {{label}}_{{number}}.csv.");
        }

        ImuSequence sequence = ReadSequence(file, rate);
        (double start, double end) = GestureBounds.Find(sequence);
        return new ImuRecording(name, sequence, new Gesture(label, start, end));
    }

    /// <summary>Reads the samples of one file, linearly interpolated to a constant rate.</summary>
    public static ImuSequence ReadSequence(string file, double rate)
    {
        string[] lines = File.ReadAllLines(file);
        if (lines.Length < 1 || lines[0].Trim() != Header)
        {
            throw new RecordingException($"{file}, line 1: is not the header \"{Header}\"; write it there.");
        }

        List<double[]> samples = [];
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].Length > 0)
            {
                samples.Add(Parse(file, i + 1, lines[i], samples.Count == 0 ? null : samples[^1]));
            }
        }

        return samples.Count < 2
            ? throw new RecordingException($"{file}: holds {samples.Count} samples; record two at least.")
            : Resample(samples, rate);
    }

    private static double[] Parse(string file, int line, string text, double[]? before)
    {
        string[] parts = text.Split(',');
        double[] sample = new double[ImuSequence.Channels + 1];
        if (parts.Length != sample.Length)
        {
            throw new RecordingException(
                $"{file}, line {line}: has {parts.Length} columns in place of {sample.Length}; write {Header}.");
        }

        for (int i = 0; i < parts.Length; i++)
        {
            if (!double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out sample[i])
                || !double.IsFinite(sample[i]))
            {
                throw new RecordingException(
                    $"{file}, line {line}: \"{parts[i]}\" is no number; write numbers with a decimal point.");
            }
        }

        return before is not null && sample[0] <= before[0]
            ? throw new RecordingException(
                $"{file}, line {line}: the time does not rise; sort the samples and drop duplicates.")
            : sample;
    }

    private static ImuSequence Resample(List<double[]> samples, double rate)
    {
        double first = samples[0][0];
        int count = (int)Math.Floor((samples[^1][0] - first) / 1000 * rate) + 1;
        float[] values = new float[count * ImuSequence.Channels];
        int at = 0;
        for (int i = 0; i < count; i++)
        {
            double time = first + (i * 1000 / rate);
            while (at + 2 < samples.Count && samples[at + 1][0] <= time)
            {
                at++;
            }

            double[] a = samples[at];
            double[] b = samples[at + 1];
            double part = Math.Clamp((time - a[0]) / (b[0] - a[0]), 0, 1);
            for (int c = 0; c < ImuSequence.Channels; c++)
            {
                values[(i * ImuSequence.Channels) + c] = (float)(a[c + 1] + (part * (b[c + 1] - a[c + 1])));
            }
        }

        return new ImuSequence(rate, values);
    }
}
