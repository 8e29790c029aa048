using System.ComponentModel;
using System.Diagnostics;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Speech;

/// <summary>Words said by voices of the synthesiser espeak-ng (Debian: <c>espeak-ng</c>), which runs as a program of its own.</summary>
public static class SynthesisedVoices
{
    private const string Program = "espeak-ng";
    private const int Rate = 22050;

    // Below this share of its greatest sample a word has not begun or is over.
    private const float Audible = 0.02f;

    /// <summary>Says a word.</summary>
    /// <param name="voice">The voice, as <c>espeak-ng --voices</c> names them, with a variant behind a plus sign.</param>
    /// <param name="word">The word.</param>
    /// <returns>Its samples at <see cref="SpeechSound.SampleRate"/>, 16-bit units, without the silence around it.</returns>
    public static float[] Say(string voice, string word)
    {
        string file = Path.GetTempFileName();
        try
        {
            Run(voice, word, file);
            float[] said = WavFile.Read(file, Rate);
            return SoundEffects.Resample(Trim(said), (double)Rate / SpeechSound.SampleRate);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Run(string voice, string word, string file)
    {
        ProcessStartInfo start = new(Program, ["-v", voice, "-w", file, "--", word]) { RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string fault = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new RecordingException($"{Program} cannot say \"{word}\" with the voice {voice}: {fault}");
            }
        }
        catch (Win32Exception)
        {
            throw new RecordingException($"{Program} is not installed: 'apt-get install {Program}', or leave out the recipe's voices.");
        }
    }

    private static ReadOnlySpan<float> Trim(float[] samples)
    {
        float threshold = Audible * samples.Max(Math.Abs);
        int first = Array.FindIndex(samples, sample => Math.Abs(sample) > threshold);
        int last = Array.FindLastIndex(samples, sample => Math.Abs(sample) > threshold);
        return first < 0 ? samples : samples.AsSpan(first, last + 1 - first);
    }
}
