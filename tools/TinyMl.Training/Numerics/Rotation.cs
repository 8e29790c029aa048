namespace TinyMl.Training.Numerics;

/// <summary>A rotation of space as a 3 by 3 matrix, row after row.</summary>
internal readonly struct Rotation
{
    private readonly double[] _m;

    private Rotation(double[] matrix) => _m = matrix;

    /// <summary>About an axis (right-handed), by the formula of Rodrigues.</summary>
    /// <param name="x">The rotation vector: axis times angle in radians.</param>
    /// <param name="y">Its second component.</param>
    /// <param name="z">Its third component.</param>
    public static Rotation Of(double x, double y, double z)
    {
        double angle = Math.Sqrt((x * x) + (y * y) + (z * z));
        double s = angle < 1e-9 ? 1 : Math.Sin(angle) / angle;
        double k = angle < 1e-9 ? 0.5 : (1 - Math.Cos(angle)) / (angle * angle);
        return new Rotation(
        [
            1 - (k * ((y * y) + (z * z))), (k * x * y) - (s * z), (k * x * z) + (s * y),
            (k * x * y) + (s * z), 1 - (k * ((x * x) + (z * z))), (k * y * z) - (s * x),
            (k * x * z) - (s * y), (k * y * z) + (s * x), 1 - (k * ((x * x) + (y * y))),
        ]);
    }

    /// <summary>About all axes, each normal with a deviation in degrees.</summary>
    public static Rotation Random(Random random, double degrees)
    {
        double deviation = degrees * Math.PI / 180;
        return Of(random.Gaussian() * deviation, random.Gaussian() * deviation, random.Gaussian() * deviation);
    }

    /// <summary>First b, then a.</summary>
    public static Rotation operator *(Rotation a, Rotation b)
    {
        double[] product = new double[9];
        for (int i = 0; i < 9; i++)
        {
            int row = i / 3 * 3;
            int column = i % 3;
            product[i] = (a._m[row] * b._m[column]) + (a._m[row + 1] * b._m[column + 3]) + (a._m[row + 2] * b._m[column + 6]);
        }

        return new Rotation(product);
    }

    /// <summary>The opposite rotation.</summary>
    public Rotation Inverse() => new([_m[0], _m[3], _m[6], _m[1], _m[4], _m[7], _m[2], _m[5], _m[8]]);

    /// <summary>The rotated vector.</summary>
    public (double X, double Y, double Z) Apply(double x, double y, double z) => (
        (_m[0] * x) + (_m[1] * y) + (_m[2] * z),
        (_m[3] * x) + (_m[4] * y) + (_m[5] * z),
        (_m[6] * x) + (_m[7] * y) + (_m[8] * z));

    /// <summary>Rotates three values in place.</summary>
    public void Apply(Span<float> vector)
    {
        (double x, double y, double z) = Apply(vector[0], vector[1], vector[2]);
        (vector[0], vector[1], vector[2]) = ((float)x, (float)y, (float)z);
    }

    /// <summary>The rotation vector, axis times angle, for angles below pi.</summary>
    public (double X, double Y, double Z) Vector()
    {
        double x = _m[7] - _m[5];
        double y = _m[2] - _m[6];
        double z = _m[3] - _m[1];
        double sine = Math.Sqrt((x * x) + (y * y) + (z * z)) / 2;
        double angle = Math.Atan2(sine, (_m[0] + _m[4] + _m[8] - 1) / 2);
        double factor = sine < 1e-9 ? 0.5 : angle / (2 * sine);
        return (x * factor, y * factor, z * factor);
    }
}
