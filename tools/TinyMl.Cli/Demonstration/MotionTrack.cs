using TinyMl.Training.Recordings;
using TinyMl.VirtualBoard;

namespace TinyMl.Cli.Demonstration;

/// <summary>Turns what the simulated hand did into what moves the virtual board's sensor.</summary>
internal static class MotionTrack
{
    internal static SampledMotionSource Of(params ImuSequence[] sequences)
    {
        List<double> times = [];
        List<Motion> motions = [];
        double start = 0;
        foreach (ImuSequence sequence in sequences)
        {
            for (int i = 0; i < sequence.Count; i++)
            {
                ReadOnlySpan<float> s = sequence[i];
                times.Add(start + (i / sequence.Rate));
                motions.Add(new Motion(s[0], s[1], s[2], s[3], s[4], s[5]));
            }

            start += sequence.Seconds;
        }

        return new SampledMotionSource(times, motions);
    }
}
