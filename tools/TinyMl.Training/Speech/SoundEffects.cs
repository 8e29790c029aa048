using TinyMl.Training.Numerics;

namespace TinyMl.Training.Speech;

/// <summary>What happens to sound between a mouth and a microphone.</summary>
internal static class SoundEffects
{
    // Echoes of a room: their number, the longest delay in samples, and the fade until then.
    private const int Echoes = 24;
    private const int LongestEcho = 1600;
    private const double Fade = 1e-3;

    // Lobes of the interpolating sinc on each side.
    private const int Lobes = 8;

    // Of overlap-add: a frame of 30 ms, half of it from one to the next, and how far a frame may move to fit.
    private const int Frame = 240;
    private const int Hop = Frame / 2;
    private const int Search = 60;

    private const int FilterTaps = 33;

    /// <summary>Plays sound so many times as fast: pitch and formants rise, and what would lie above half the rate is cut off.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="speed">Above 0.</param>
    internal static float[] Resample(ReadOnlySpan<float> samples, double speed)
    {
        double cutoff = Math.Min(1, 1 / speed);
        double reach = Lobes / cutoff;
        float[] played = new float[Math.Max(1, (int)Math.Round(samples.Length / speed))];
        for (int i = 0; i < played.Length; i++)
        {
            double at = i * speed;
            double sum = 0;
            for (int k = Math.Max(0, (int)Math.Ceiling(at - reach)); k <= at + reach && k < samples.Length; k++)
            {
                double x = at - k;
                double phase = Math.PI * x * cutoff;
                double sinc = x == 0 ? 1 : Math.Sin(phase) / phase;
                sum += samples[k] * cutoff * sinc * (0.5 + (0.5 * Math.Cos(Math.PI * x / reach)));
            }

            played[i] = (float)sum;
        }

        return played;
    }

    /// <summary>
    /// Makes sound so many times as long and leaves its pitch: waveform-similarity overlap-add (Verhelst and Roelands, 1993).
    /// </summary>
    /// <param name="samples">The sound.</param>
    /// <param name="factor">Above 0.</param>
    internal static float[] Stretch(ReadOnlySpan<float> samples, double factor)
    {
        float[] padded = new float[samples.Length + (2 * (Frame + Search))];
        samples.CopyTo(padded.AsSpan(Frame));
        float[] made = new float[(int)Math.Round(samples.Length * factor) + (2 * Frame)];
        int from = 0;
        for (int at = 0; at + Frame <= made.Length; at += Hop)
        {
            // The sound begins at Hop, where two frames overlap.
            int wanted = Math.Max(0, Frame + (int)Math.Round((at - Hop) / factor));
            from = at == 0 ? wanted : MostSimilar(padded, from + Hop, wanted);
            for (int i = 0; i < Frame && from + i < padded.Length; i++)
            {
                made[at + i] += padded[from + i] * (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / Frame)));
            }
        }

        int length = (int)Math.Round(samples.Length * factor);
        return made.AsSpan(Hop, length).ToArray();
    }

    /// <summary>Sparse reflections whose energy is 1 % to 36 % of the sound's.</summary>
    internal static void Echo(float[] samples, Random random)
    {
        // The mean of Fade^(2u) over u in 0 to 1 is 1 / -ln Fade^2.
        double strength = random.Between(0.1, 0.6) * Math.Sqrt(-2 * Math.Log(Fade) / Echoes);
        int longest = random.Next(LongestEcho / 8, LongestEcho);
        float[] direct = [.. samples];
        for (int e = 0; e < Echoes; e++)
        {
            int delay = random.Next(1, longest);
            float gain = (float)(random.Gaussian() * strength * Math.Pow(Fade, (double)delay / longest));
            for (int i = delay; i < samples.Length; i++)
            {
                samples[i] += gain * direct[i - delay];
            }
        }
    }

    /// <summary>Adds noise of one pole: from hiss to rumble.</summary>
    internal static void AddNoise(Span<float> samples, double level, Random random)
    {
        double pole = random.Between(-0.6, 0.95);
        double drive = level * Math.Sqrt(1 - (pole * pole));
        double noise = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            noise = (pole * noise) + (drive * NoiseTable.Next(random));
            samples[i] += (float)noise;
        }
    }

    /// <summary>Filters with a frequency response that is given at points equally spaced from 0 to half the rate; linear phase.</summary>
    /// <param name="samples">The sound.</param>
    /// <param name="decibels">The response, two points at least.</param>
    internal static float[] Equalise(ReadOnlySpan<float> samples, ReadOnlySpan<double> decibels)
    {
        const int half = FilterTaps / 2;
        float[] taps = new float[FilterTaps];
        const int bins = 4 * FilterTaps;
        for (int k = 0; k < bins; k++)
        {
            double at = (k + 0.5) / bins * (decibels.Length - 1);
            int before = Math.Min((int)at, decibels.Length - 2);
            double gain = SpeechSound.Factor(decibels[before] + ((at - before) * (decibels[before + 1] - decibels[before])));
            for (int t = 0; t < FilterTaps; t++)
            {
                taps[t] += (float)(gain / bins * Math.Cos(Math.PI * (k + 0.5) / bins * (t - half)));
            }
        }

        for (int t = 0; t < FilterTaps; t++)
        {
            taps[t] *= (float)(0.5 + (0.5 * Math.Cos(Math.PI * (t - half) / (half + 1))));
        }

        float[] filtered = new float[samples.Length];
        for (int t = 0; t < FilterTaps; t++)
        {
            int shift = t - half;
            for (int i = Math.Max(0, -shift); i < samples.Length - Math.Max(0, shift); i++)
            {
                filtered[i] += taps[t] * samples[i + shift];
            }
        }

        return filtered;
    }

    // The place near the wanted one whose samples go on most like those at the continuation.
    private static int MostSimilar(ReadOnlySpan<float> samples, int continuation, int wanted)
    {
        int best = Math.Clamp(wanted, 0, samples.Length - Frame);
        double most = double.NegativeInfinity;
        for (int at = Math.Max(0, wanted - Search); at <= Math.Min(wanted + Search, samples.Length - Frame); at++)
        {
            double sum = 0;
            for (int i = 0; i < Hop && continuation + i < samples.Length; i += 2)
            {
                sum += samples[at + i] * samples[continuation + i];
            }

            if (sum > most)
            {
                (most, best) = (sum, at);
            }
        }

        return best;
    }
}
