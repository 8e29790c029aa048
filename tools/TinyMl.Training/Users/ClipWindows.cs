using TinyMl.Training.Optimization;

namespace TinyMl.Training.Users;

/// <summary>Some recordings as they are, as examples.</summary>
/// <param name="data">The recordings.</param>
/// <param name="clips">Which of them.</param>
public sealed class ClipWindows(IUserData data, IReadOnlyList<int> clips) : IExampleSource
{
    /// <inheritdoc/>
    public int Count => clips.Count;

    /// <inheritdoc/>
    public int Fill(int epoch, int index, Span<float> input)
    {
        UserClip clip = data.Clips[clips[index]];
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = (clip.Window[i] - data.Quantization.ZeroPoint) * data.Quantization.Scale;
        }

        return clip.Label;
    }
}
