using System.Text;

namespace TinyMl.Cli.Tests;

/// <summary>Recordings of tones in place of words.</summary>
internal static class Tones
{
    /// <summary>RIFF, 16-bit PCM, one channel, 8 kHz, 0.4 s.</summary>
    internal static byte[] Wav(double hertz)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        const int count = 3200;
        writer.Write(Encoding.ASCII.GetBytes("RIFF"));
        writer.Write(36 + (2 * count));
        writer.Write(Encoding.ASCII.GetBytes("WAVEfmt "));
        writer.Write([16, 0, 0, 0, 1, 0, 1, 0, 0x40, 0x1f, 0, 0, 0x80, 0x3e, 0, 0, 2, 0, 16, 0]);
        writer.Write(Encoding.ASCII.GetBytes("data"));
        writer.Write(2 * count);
        for (int i = 0; i < count; i++)
        {
            writer.Write((short)(9000 * Math.Sin(2 * Math.PI * hertz * i / 8000)));
        }

        return stream.ToArray();
    }
}
