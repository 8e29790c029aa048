namespace TinyMl.Training.Optimization;

/// <summary>How the learning rate falls.</summary>
public enum RateSchedule
{
    /// <summary>Half a cosine from the peak to zero (Loshchilov and Hutter, 2017).</summary>
    Cosine,

    /// <summary>The peak, a tenth of it after half of the steps, a hundredth after three quarters.</summary>
    Step,
}

/// <summary>The learning rate of every step: a linear warm-up to the peak, then the schedule.</summary>
/// <param name="Peak">The greatest rate.</param>
/// <param name="Schedule">How it falls after the warm-up.</param>
/// <param name="WarmUp">Steps of the warm-up.</param>
/// <param name="Total">All steps, the warm-up included.</param>
public sealed record LearningRate(float Peak, RateSchedule Schedule, int WarmUp, int Total)
{
    /// <summary>The rate of a step, counted from 0.</summary>
    public float At(int step)
    {
        if (step < WarmUp)
        {
            return Peak * (step + 1) / WarmUp;
        }

        double progress = (double)(step - WarmUp) / Math.Max(1, Total - WarmUp);
        return Schedule switch
        {
            RateSchedule.Cosine => (float)(Peak * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress)))),
            _ => Peak * (progress < 0.5 ? 1f : progress < 0.75 ? 0.1f : 0.01f),
        };
    }
}
