namespace TinyMl.VirtualBoard
{
    /// <summary>What moves the simulated sensor.</summary>
    public interface IMotionSource
    {
        /// <summary>Gets the seconds after which the motion stays as it is; infinite where it never does.</summary>
        double Duration { get; }

        /// <summary>Tells the motion at a time. Times ascend from call to call.</summary>
        /// <param name="seconds">Seconds since the board's start.</param>
        /// <returns>The motion.</returns>
        Motion At(double seconds);
    }
}
