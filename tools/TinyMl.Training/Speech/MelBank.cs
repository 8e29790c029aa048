namespace TinyMl.Training.Speech;

/// <summary>
/// Triangular filters whose corners are equally spaced from 60 to 3800 Hz on the mel scale m = 2595 log10(1 + f / 700 Hz). A
/// warp moves the corners as a vocal tract of another length would (Jaitly and Hinton, 2013): f' = warp * f up to 3 kHz, from
/// there in a straight line to the upper edge, which stays.
/// </summary>
internal static class MelBank
{
    /// <summary>Bins of the spectrum, equally spaced from 0 to half the sample rate.</summary>
    public const int Bins = 128;

    private const double Low = 60;
    private const double High = 3800;
    private const double Knee = 3000;

    /// <summary>The weights, [bins, bands].</summary>
    /// <param name="bands">Filters.</param>
    /// <param name="warp">1: none; a filter listens to frequencies that many times as high.</param>
    public static float[] Weights(int bands, double warp)
    {
        double low = Mel(Low);
        double step = (Mel(High) - low) / (bands + 1);
        double[] corners = Enumerable.Range(0, bands + 2).Select(i => Warp(Hertz(low + (i * step)), warp)).ToArray();
        float[] weights = new float[Bins * bands];
        for (int k = 0; k < Bins; k++)
        {
            double f = k * (SpeechFrontEnd.SampleRate / 2.0) / Bins;
            for (int band = 0; band < bands; band++)
            {
                double rise = (f - corners[band]) / (corners[band + 1] - corners[band]);
                double fall = (corners[band + 2] - f) / (corners[band + 2] - corners[band + 1]);
                weights[(k * bands) + band] = (float)Math.Max(0, Math.Min(rise, fall));
            }
        }

        return weights;
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    private static double Warp(double f, double warp)
    {
        double knee = Knee * Math.Min(warp, 1);
        return f <= knee / warp ? f * warp : High - ((High - knee) / (High - (knee / warp)) * (High - f));
    }
}
