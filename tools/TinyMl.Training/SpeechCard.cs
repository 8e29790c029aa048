using System.Text;
using TinyMl.Training.Evaluation;

namespace TinyMl.Training;

/// <summary>Writes the measured part of the card of a model of words.</summary>
public static class SpeechCard
{
    /// <summary>The measured part.</summary>
    public static string Measured(SpeechEvaluation evaluation)
    {
        StringBuilder text = new();
        CardWriter.Line(text, "### Accuracy");
        CardWriter.Line(text);
        CardWriter.Line(text, "| said by | clips | float | int8 |");
        CardWriter.Line(text, "|--|--:|--:|--:|");
        foreach (SpeechGroup group in evaluation.Groups.Where(g => g.IsSpeaker).Append(evaluation.Speakers)
            .Concat(evaluation.Groups.Where(g => !g.IsSpeaker)))
        {
            CardWriter.Line(text, $"| {group.Name} | {group.Float.Total} | {CardWriter.Percent(group.Float.Accuracy)} "
                + $"| {CardWriter.Percent(group.Quantized.Accuracy)} |");
        }

        CardWriter.Line(text);
        CardWriter.Memory(text, evaluation.File);
        CardWriter.Line(text, "### Confusions, int8, all of the above");
        CardWriter.Line(text);
        CardWriter.Table(text, SpeechGroup.Sum("all", evaluation.Groups).Quantized);
        return text.ToString();
    }
}
