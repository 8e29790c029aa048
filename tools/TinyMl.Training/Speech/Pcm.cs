using TinyMl.Compiler.Models;

namespace TinyMl.Training.Speech;

/// <summary>Sound as a microphone hands it over.</summary>
public static class Pcm
{
    /// <summary>Records of the layout that a front end takes.</summary>
    /// <param name="frontEnd">The front end.</param>
    /// <param name="samples">-32768 to 32767; what lies beyond is clipped.</param>
    public static byte[] Records(AudioFrontEnd frontEnd, ReadOnlySpan<float> samples)
    {
        byte[] records = new byte[samples.Length * frontEnd.RecordBytes];
        for (int i = 0; i < samples.Length; i++)
        {
            short sample = (short)Math.Clamp(MathF.Round(samples[i]), short.MinValue, short.MaxValue);
            BitConverter.TryWriteBytes(records.AsSpan((i * frontEnd.RecordBytes) + frontEnd.ByteOffset), sample);
        }

        return records;
    }
}
