using TinyMl.Training.Numerics;

namespace TinyMl.Training.Hand;

/// <summary>
/// A person who writes digits in the air with a device in the hand: the style that stays the same from one digit to the
/// next. Angles in radians, lengths in metres, times in seconds.
/// </summary>
public sealed class Writer
{
    private const int Digits = 10;
    private const double UsualSize = 0.34;

    private Writer(int seed) => Seed = seed;

    /// <summary>Identifies the writer.</summary>
    public int Seed { get; }

    /// <summary>Height of a digit.</summary>
    public double Size { get; private init; }

    /// <summary>Time for a straight stroke of the digit's height.</summary>
    public double Tempo { get; private init; }

    /// <summary>Width of digits relative to the usual.</summary>
    public double Aspect { get; private init; }

    /// <summary>Lean to the right.</summary>
    public double Slant { get; private init; }

    /// <summary>Turn of the line of writing.</summary>
    public double Tilt { get; private init; }

    /// <summary>
    /// Share of a movement by which the next one sets in before its end: rounds the corners (superposed movements; Flash and
    /// Henis, 1991).
    /// </summary>
    public double Overlap { get; private init; }

    /// <summary>Raising of the device's tip per metre upwards: the forearm turns about the elbow.</summary>
    public double PitchPerMetre { get; private init; }

    /// <summary>Turn about the vertical per metre to the right.</summary>
    public double YawPerMetre { get; private init; }

    /// <summary>Roll about the line of sight per metre to the right.</summary>
    public double RollPerMetre { get; private init; }

    /// <summary>Roll per metre upwards: an elbow that swings out.</summary>
    public double RollPerMetreUp { get; private init; }

    /// <summary>How far the wrist's turning trails the arm's movement.</summary>
    public double Lag { get; private init; }

    /// <summary>Rotation vector of the device in the hand at the middle of a digit.</summary>
    public (double X, double Y, double Z) Grip { get; private init; }

    /// <summary>Shaking of the angles, standard deviation.</summary>
    public double Tremor { get; private init; }

    /// <summary>How much a digit differs from the writer's own last one, 0 to 1.</summary>
    public double Looseness { get; private init; }

    /// <summary>Rest between getting ready and writing.</summary>
    public double Pause { get; private init; }

    /// <summary>The allograph that the writer uses for each digit.</summary>
    public IReadOnlyList<Glyph> Glyphs { get; private init; } = [];

    /// <summary>Draws a writer.</summary>
    /// <param name="seed">Same seed, same writer.</param>
    /// <param name="spread">How far writers differ from the usual: 0 not at all, 1 as people do, 2 oddly.</param>
    public static Writer Sample(int seed, double spread = 1)
    {
        Random random = new(Seeds.Mix(seed, 0x57));
        double Factor(double deviation) => Math.Exp(spread * deviation * Math.Clamp(random.Gaussian(), -2.5, 2.5));
        double Angle(double degrees) => spread * degrees * Math.PI / 180 * Math.Clamp(random.Gaussian(), -2.5, 2.5);

        double size = UsualSize * Factor(0.25);

        // A large digit takes a larger movement of the arm, not more turning alone.
        double turning = 1 / Math.Sqrt(UsualSize * size);
        return new Writer(seed)
        {
            Size = size,
            Tempo = 1.2 * Factor(0.18),
            Aspect = 1.0 * Factor(0.18),
            Slant = (8 * Math.PI / 180) + Angle(8),
            Tilt = Angle(6),
            Overlap = Math.Clamp(0.15 + (spread * 0.12 * random.Gaussian()), 0, 0.45),
            PitchPerMetre = 0.9 * turning * Factor(0.2),
            YawPerMetre = 1.3 * turning * Factor(0.25),
            RollPerMetre = turning * (0.35 + (spread * 0.4 * random.Gaussian())),
            RollPerMetreUp = turning * spread * 0.15 * random.Gaussian(),
            Lag = 0.06 * Factor(0.4),
            Grip = (Angle(10), Angle(12), Angle(8)),
            Tremor = 0.002 * Factor(0.5),
            Looseness = 0.5 * Factor(0.3),
            Pause = 0.45 * Factor(0.3),
            Glyphs = Enumerable.Range(0, Digits).Select(d => Style(Choose(d, random, spread), random, spread)).ToArray(),
        };
    }

    private static Glyph Choose(int digit, Random random, double spread)
    {
        // A spread above 1 makes rare allographs less rare, one of 0 leaves only the most common.
        IReadOnlyList<Glyph> glyphs = DigitGlyphs.Of(digit);
        double[] weights = glyphs.Select(g => spread > 0 ? Math.Pow(g.Weight, 1 / spread) : 0).ToArray();
        double at = random.NextDouble() * weights.Sum();
        for (int i = 0; i < weights.Length; i++)
        {
            at -= weights[i];
            if (at < 0)
            {
                return glyphs[i];
            }
        }

        return glyphs[0];
    }

    private static Glyph Style(Glyph glyph, Random random, double spread) =>
        glyph with { Pieces = GlyphVariation.Apply(glyph.Pieces, 0.045 * spread, random) };
}
