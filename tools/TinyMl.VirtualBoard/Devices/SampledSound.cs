using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>Sound from samples, band-limited between them and silent before the first and behind the last.</summary>
    public sealed class SampledSound : ISoundSource
    {
        // Samples to each side of a time between two.
        private const int Reach = 8;

        private readonly float[] _samples;
        private readonly double _rate;

        /// <summary>Initializes a new instance of the <see cref="SampledSound"/> class.</summary>
        /// <param name="samples">The samples; 32768 is full scale.</param>
        /// <param name="rate">Samples a second, above 0.</param>
        public SampledSound(float[] samples, double rate)
        {
            _samples = samples;
            _rate = rate;
        }

        /// <inheritdoc/>
        public double Duration => _samples.Length / _rate;

        /// <inheritdoc/>
        public double At(double seconds)
        {
            double place = seconds * _rate;
            int before = (int)Math.Floor(place);
            double part = place - before;
            if (part < 1e-9)
            {
                return Sample(before);
            }

            // A sinc under a raised cosine; sin(pi x) only changes its sign from sample to sample.
            double sine = Math.Sin(Math.PI * part) / Math.PI;
            double sum = 0;
            for (int k = 1 - Reach; k <= Reach; k++)
            {
                double x = part - k;
                double window = 0.5 + (0.5 * Math.Cos(Math.PI * x / Reach));
                sum += Sample(before + k) * ((k & 1) == 0 ? sine : -sine) / x * window;
            }

            return sum;
        }

        private float Sample(int index)
        {
            return index >= 0 && index < _samples.Length ? _samples[index] : 0;
        }
    }
}
