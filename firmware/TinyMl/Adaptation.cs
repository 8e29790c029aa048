using System;

namespace TinyMl
{
    /// <summary>What is remembered of an adaptation that has ended.</summary>
    public sealed class Adaptation
    {
        private readonly int[] _learn = new int[LearnField.Count];

        /// <summary>Gets when it ended, in microseconds.</summary>
        public long Time { get; private set; }

        /// <summary>Gets how many adaptations there were since start, this one included.</summary>
        public int Number { get; private set; }

        /// <summary>Gets the microseconds spent in the engine.</summary>
        public long Micros { get; private set; }

        /// <summary>Gets what the guard made of it, one of <see cref="TinyMl.Decision"/>.</summary>
        public int Decision => _learn[LearnField.Decision];

        /// <summary>Gets a figure.</summary>
        /// <param name="field">One of <see cref="LearnField"/>.</param>
        /// <returns>The figure.</returns>
        public int Field(int field)
        {
            return _learn[field];
        }

        /// <summary>Remembers an adaptation in place of the one before.</summary>
        /// <param name="now">When it ended, in microseconds.</param>
        /// <param name="number">How many there were since start, this one included.</param>
        /// <param name="micros">Microseconds spent in the engine.</param>
        /// <param name="learn">What <see cref="TinyMl.Interop.Native.ReadLearn"/> gave.</param>
        internal void Set(long now, int number, long micros, int[] learn)
        {
            Time = now;
            Number = number;
            Micros = micros;
            Array.Copy(learn, _learn, LearnField.Count);
        }
    }
}
