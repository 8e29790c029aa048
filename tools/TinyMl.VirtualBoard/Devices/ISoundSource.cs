namespace TinyMl.VirtualBoard
{
    /// <summary>The sound where a simulated microphone is.</summary>
    public interface ISoundSource
    {
        /// <summary>Gets the seconds after which it is silent; infinite where it never is.</summary>
        double Duration { get; }

        /// <summary>Tells the sound pressure at a time.</summary>
        /// <param name="seconds">Seconds since the board's start.</param>
        /// <returns>The pressure; 32768 is the microphone's full scale.</returns>
        double At(double seconds);
    }
}
