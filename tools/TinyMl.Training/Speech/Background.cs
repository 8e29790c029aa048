using TinyMl.Training.Numerics;

namespace TinyMl.Training.Speech;

/// <summary>
/// Sound in which nobody says a word, synthesised: steady noise from hiss to rumble that swells, the hum of a machine, knocks, and
/// people who murmur (pulses of a voice through two resonances, in syllables).
/// </summary>
internal static class Background
{
    private const int Kinds = 4;
    private const double Faint = 0.1;

    /// <summary>Adds a background of one kind.</summary>
    /// <param name="samples">What to add to.</param>
    /// <param name="level">Root of the mean square.</param>
    /// <param name="random">Draws the kind and its sound.</param>
    internal static void AddTo(Span<float> samples, double level, Random random)
    {
        float[] sound = new float[samples.Length];
        switch (random.Next(Kinds))
        {
            case 0:
                SoundEffects.AddNoise(sound, 1, random);
                Swell(sound, random);
                break;
            case 1:
                Hum(sound, random);
                break;
            case 2:
                SoundEffects.AddNoise(sound, Faint, random);
                Knock(sound, random);
                break;
            default:
                SoundEffects.AddNoise(sound, Faint, random);
                for (int people = random.Next(2, 6); people > 0; people--)
                {
                    Murmur(sound, random);
                }

                break;
        }

        float factor = (float)(level / SpeechSound.Rms(sound));
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] += factor * sound[i];
        }
    }

    private static void Swell(float[] sound, Random random)
    {
        double depth = random.NextDouble() * 0.9;
        double step = 2 * Math.PI * random.Between(0.2, 3) / SpeechSound.SampleRate;
        double phase = random.NextDouble() * 2 * Math.PI;
        for (int i = 0; i < sound.Length; i++)
        {
            sound[i] *= (float)(1 + (depth * Math.Sin(phase + (i * step))));
        }
    }

    private static void Hum(float[] sound, Random random)
    {
        SoundEffects.AddNoise(sound, random.Between(0.05, 0.5), random);
        double pitch = random.Between(45, 240);
        double fade = random.Between(0.5, 2);
        for (int harmonic = 1; harmonic <= 12 && harmonic * pitch < SpeechSound.SampleRate / 2.0; harmonic++)
        {
            double amplitude = random.NextDouble() / Math.Pow(harmonic, fade);
            double step = 2 * Math.PI * harmonic * pitch / SpeechSound.SampleRate;
            double phase = random.NextDouble() * 2 * Math.PI;
            for (int i = 0; i < sound.Length; i++)
            {
                sound[i] += (float)(amplitude * Math.Sin(phase + (i * step)));
            }
        }
    }

    // Two a second on average; each rings at one frequency and dies within 2 to 60 ms.
    private static void Knock(float[] sound, Random random)
    {
        for (int knocks = 1 + random.Next(1 + (4 * sound.Length / SpeechSound.SampleRate)); knocks > 0; knocks--)
        {
            int start = random.Next(sound.Length);
            double decay = Math.Exp(-1 / (random.Between(0.002, 0.06) * SpeechSound.SampleRate));
            double step = 2 * Math.PI * random.Between(80, 3500) / SpeechSound.SampleRate;
            double noise = random.NextDouble();
            double amplitude = random.Between(0.5, 2);
            for (int i = start; i < sound.Length && amplitude > 1e-3; i++, amplitude *= decay)
            {
                sound[i] += (float)(amplitude * (((1 - noise) * Math.Sin((i - start) * step)) + (noise * NoiseTable.Next(random))));
            }
        }
    }

    private static void Murmur(float[] sound, Random random)
    {
        double pitch = random.Between(80, 260);
        double loudness = random.Between(0.3, 1);
        double since = 0;
        int syllable = 0;
        int length = 1;
        Resonance first = default;
        Resonance second = default;
        for (int i = 0; i < sound.Length; i++)
        {
            if (i >= syllable + length)
            {
                syllable = i;
                length = (int)(SpeechSound.SampleRate * random.Between(0.1, 0.35));
                first.Tune(random.Between(250, 850), 80);
                second.Tune(random.Between(900, 2600), 120);
                pitch *= random.Between(0.92, 1.08);
            }

            since += pitch / SpeechSound.SampleRate;
            double pulse = since >= 1 ? 1 : 0.02 * NoiseTable.Next(random);
            since -= Math.Floor(since);
            double envelope = Math.Sin(Math.PI * (i - syllable) / length);
            sound[i] += (float)(loudness * envelope * (first.Next(pulse) + second.Next(pulse)));
        }
    }

    // Two poles: y = x + 2 r cos(w) y1 - r^2 y2.
    private struct Resonance
    {
        private double _a;
        private double _b;
        private double _last;
        private double _before;

        internal void Tune(double hertz, double bandwidth)
        {
            double radius = Math.Exp(-Math.PI * bandwidth / SpeechSound.SampleRate);
            _a = 2 * radius * Math.Cos(2 * Math.PI * hertz / SpeechSound.SampleRate);
            _b = radius * radius;
        }

        internal double Next(double drive)
        {
            double next = drive + (_a * _last) - (_b * _before);
            (_before, _last) = (_last, next);
            return next;
        }
    }
}
