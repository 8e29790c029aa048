using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>Turns sound into numbers, and adds its own noise.</summary>
    public sealed class SimulatedMicrophone
    {
        private readonly ISoundSource _sound;
        private readonly double _noise;
        private readonly Random _random;

        /// <summary>Initializes a new instance of the <see cref="SimulatedMicrophone"/> class.</summary>
        /// <param name="kind">How it is connected.</param>
        /// <param name="sound">What it hears; null: silence.</param>
        /// <param name="noise">Standard deviation of its noise; 32768 is full scale.</param>
        /// <param name="seed">Seed of the noise.</param>
        public SimulatedMicrophone(MicrophoneKind kind, ISoundSource sound, double noise, int seed)
        {
            Kind = kind;
            _sound = sound;
            _noise = noise;
            _random = new Random(seed);
        }

        /// <summary>Gets how it is connected.</summary>
        public MicrophoneKind Kind { get; }

        /// <summary>Measures once.</summary>
        /// <param name="microseconds">When.</param>
        /// <returns>-32768 to 32767.</returns>
        public double Sample(double microseconds)
        {
            double sound = _sound == null ? 0 : _sound.At(microseconds * 1e-6);
            return Math.Clamp(sound + Noise.Next(_random, _noise), short.MinValue, short.MaxValue);
        }
    }
}
