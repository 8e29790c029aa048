using System;

namespace TinyMl.VirtualBoard
{
    /// <summary>The noise of simulated sensors.</summary>
    internal static class Noise
    {
        /// <summary>A number of a normal distribution around 0 (Box and Muller).</summary>
        /// <param name="random">Where it comes from.</param>
        /// <param name="deviation">Its standard deviation.</param>
        internal static double Next(Random random, double deviation)
        {
            return deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }
    }
}
