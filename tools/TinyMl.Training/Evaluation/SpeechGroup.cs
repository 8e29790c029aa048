namespace TinyMl.Training.Evaluation;

/// <summary>Clips of one origin.</summary>
/// <param name="Name">Who or what is heard.</param>
/// <param name="IsSpeaker">Whether somebody who was recorded says words of the model.</param>
/// <param name="Float">What the float network takes them for.</param>
/// <param name="Quantized">What the device does.</param>
public sealed record SpeechGroup(string Name, bool IsSpeaker, Confusion Float, Confusion Quantized)
{
    /// <summary>Several groups as one.</summary>
    internal static SpeechGroup Sum(string name, IEnumerable<SpeechGroup> groups)
    {
        SpeechGroup[] parts = groups.ToArray();
        SpeechGroup sum = new(name, true, new Confusion(parts[0].Float.Labels), new Confusion(parts[0].Float.Labels));
        foreach (SpeechGroup part in parts)
        {
            sum.Float.Add(part.Float);
            sum.Quantized.Add(part.Quantized);
        }

        return sum;
    }
}
