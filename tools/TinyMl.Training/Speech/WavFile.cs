using System.Buffers.Binary;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Speech;

/// <summary>Reads RIFF WAVE files of 16-bit PCM samples with one channel.</summary>
public static class WavFile
{
    private const int HeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int FormatBytes = 16;

    /// <summary>Reads the samples, -32768 to 32767.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sampleRate">The rate that it must have, Hz.</param>
    public static float[] Read(string file, int sampleRate)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        if (bytes.Length < HeaderBytes || !bytes[..4].SequenceEqual("RIFF"u8) || !bytes[8..12].SequenceEqual("WAVE"u8))
        {
            throw new RecordingException($"{file}: is no WAVE file; record 16-bit PCM.");
        }

        bool described = false;
        for (int at = HeaderBytes; at + ChunkHeaderBytes <= bytes.Length;)
        {
            ReadOnlySpan<byte> kind = bytes.Slice(at, 4);
            long length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(at + 4)..]);
            at += ChunkHeaderBytes;
            if (length > bytes.Length - at)
            {
                throw new RecordingException($"{file}: ends within a chunk; copy the file again.");
            }

            ReadOnlySpan<byte> chunk = bytes.Slice(at, (int)length);
            if (kind.SequenceEqual("fmt "u8))
            {
                CheckFormat(file, chunk, sampleRate);
                described = true;
            }
            else if (kind.SequenceEqual("data"u8) && described)
            {
                return Samples(file, chunk);
            }

            // Chunks begin at even offsets.
            at += (int)Math.Min(length + (length & 1), bytes.Length - at);
        }

        throw new RecordingException($"{file}: has no samples; record it again.");
    }

    private static void CheckFormat(string file, ReadOnlySpan<byte> format, int sampleRate)
    {
        if (format.Length < FormatBytes)
        {
            throw new RecordingException($"{file}: has no description of its samples; record 16-bit PCM.");
        }

        int code = BinaryPrimitives.ReadUInt16LittleEndian(format);
        int channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        long rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        int bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        if (code != 1 || channels != 1 || bits != 16 || rate != sampleRate)
        {
            throw new RecordingException(
                $"{file}: has format {code}, {channels} channel(s), {bits} bits, {rate} Hz; convert it to 16-bit PCM (format 1), one channel, {sampleRate} Hz.");
        }
    }

    private static float[] Samples(string file, ReadOnlySpan<byte> data)
    {
        if (data.Length < 2)
        {
            throw new RecordingException($"{file}: has no samples; record it again.");
        }

        float[] samples = new float[data.Length / 2];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(data[(2 * i)..]);
        }

        return samples;
    }
}
