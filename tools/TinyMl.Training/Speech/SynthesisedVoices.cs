using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using TinyMl.Training.Recordings;

namespace TinyMl.Training.Speech;

/// <summary>Words said by voices of the synthesiser espeak-ng (Debian: <c>espeak-ng</c>), which runs as a program of its own.</summary>
public static class SynthesisedVoices
{
    private const string Program = "espeak-ng";
    private const int Rate = 22050;

    // The program's own defaults.
    private const int UsualSpeed = 175;
    private const int UsualPitch = 50;

    // Below this share of its greatest sample a word has not begun or is over.
    private const float Audible = 0.02f;

    /// <summary>Says a word.</summary>
    /// <param name="voice">The voice, as <c>espeak-ng --voices</c> names them, with a variant behind a plus sign.</param>
    /// <param name="word">The word.</param>
    /// <param name="wordsPerMinute">How fast, 80 to 450.</param>
    /// <param name="pitch">How high, 0 to 99.</param>
    /// <returns>Its samples at <see cref="SpeechSound.SampleRate"/>, 16-bit units, without the silence around it.</returns>
    public static float[] Say(string voice, string word, int wordsPerMinute = UsualSpeed, int pitch = UsualPitch)
    {
        string file = Path.GetTempFileName();
        try
        {
            Run("-v", voice, "-s", Number(wordsPerMinute), "-p", Number(pitch), "-w", file, "--", word);
            float[] said = WavFile.Read(file, Rate);
            return SoundEffects.Resample(Trim(said), (double)Rate / SpeechSound.SampleRate);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Run(params string[] arguments)
    {
        ProcessStartInfo start = new(Program, arguments) { RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            string fault = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new RecordingException($"{Program} cannot say \"{arguments[^1]}\" with the voice {arguments[1]}: {fault}");
            }
        }
        catch (Win32Exception)
        {
            throw new RecordingException($"{Program} is not installed: 'apt-get install {Program}', or use recordings alone.");
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
