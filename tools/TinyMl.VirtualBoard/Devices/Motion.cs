namespace TinyMl.VirtualBoard
{
    /// <summary>Acceleration, gravity included, in m/s2 and angular rate in rad/s, in the sensor's axes.</summary>
    /// <param name="Ax">Acceleration along x.</param>
    /// <param name="Ay">Acceleration along y.</param>
    /// <param name="Az">Acceleration along z.</param>
    /// <param name="Gx">Angular rate about x.</param>
    /// <param name="Gy">Angular rate about y.</param>
    /// <param name="Gz">Angular rate about z.</param>
    public readonly record struct Motion(double Ax, double Ay, double Az, double Gx, double Gy, double Gz)
    {
        /// <summary>Standard gravity in m/s2.</summary>
        public const double Gravity = 9.80665;

        /// <summary>Gets the motion of a sensor that lies on a table.</summary>
        public static Motion Still => new Motion(0, 0, Gravity, 0, 0, 0);

        /// <summary>Goes from one motion to another on a straight line.</summary>
        /// <param name="a">The motion at part 0.</param>
        /// <param name="b">The motion at part 1.</param>
        /// <param name="part">Where between the two.</param>
        /// <returns>The motion there.</returns>
        public static Motion Between(Motion a, Motion b, double part)
        {
            return new Motion(
                a.Ax + ((b.Ax - a.Ax) * part),
                a.Ay + ((b.Ay - a.Ay) * part),
                a.Az + ((b.Az - a.Az) * part),
                a.Gx + ((b.Gx - a.Gx) * part),
                a.Gy + ((b.Gy - a.Gy) * part),
                a.Gz + ((b.Gz - a.Gz) * part));
        }
    }
}
