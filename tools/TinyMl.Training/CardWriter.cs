using System.Globalization;
using System.Text;
using TinyMl.Compiler.Models;
using TinyMl.Training.Evaluation;
using TinyMl.Training.Recipes;

namespace TinyMl.Training;

/// <summary>Writes the measured part of a model card: what lies between two marks in the card's Markdown.</summary>
public static class CardWriter
{
    /// <summary>The line before the measured part.</summary>
    public const string Begin = "<!-- measured: begin -->";

    /// <summary>The line after it.</summary>
    public const string End = "<!-- measured: end -->";

    /// <summary>A card's text with its measured part replaced.</summary>
    /// <param name="card">The present text.</param>
    /// <param name="measured">The new one.</param>
    public static string Update(string card, string measured)
    {
        int begin = card.IndexOf(Begin, StringComparison.Ordinal);
        int end = card.IndexOf(End, StringComparison.Ordinal);
        return begin < 0 || end < begin
            ? throw new RecipeException($"The card has no lines \"{Begin}\" and \"{End}\"; add them where the figures belong.")
            : card[..(begin + Begin.Length)] + "\n" + measured + card[end..];
    }

    /// <summary>The measured part.</summary>
    public static string Measured(ModelEvaluation evaluation)
    {
        StringBuilder text = new();
        Accuracy(text, evaluation);
        Memory(text, evaluation.File);
        Learning(text, evaluation);
        if ((evaluation.CrossValidation ?? evaluation.HeldAside) is { } scores)
        {
            string of = evaluation.CrossValidation is null ? "held-aside recordings" : "all recordings, cross-validated";
            Line(text, $"### Confusions, int8, {of}");
            Line(text);
            Table(text, scores.Quantized);
        }

        return text.ToString();
    }

    private static void Accuracy(StringBuilder text, ModelEvaluation evaluation)
    {
        Line(text, "### Accuracy");
        Line(text);
        Line(text, "| tested on | cases | float | int8 | int8 detector's first event |");
        Line(text, "|--|--:|--:|--:|--:|");
        int folds = evaluation.Recipe.Recordings?.Folds ?? 0;
        int? aside = evaluation.Recipe.Recordings?.HeldAside;
        Row(text, $"real recordings held aside (fold {aside} of {folds})", evaluation.HeldAside);
        Row(text, $"all real recordings, {folds}-fold cross-validation", evaluation.CrossValidation);
        Row(text, "simulated writers never learnt from", evaluation.Writers);
        Line(text);
        StreamScores stream = evaluation.Stream;
        Line(text, $"Streams of simulated writers, {stream.Digits} digits with pauses of 0.8 to 2.5 s: "
            + $"{Percent(stream.Accuracy)} reported right, {stream.Wrong} wrong, {stream.Missed} missed, {stream.Extra} events too many; the event comes "
            + $"{Number(stream.Delay)} s after the digit's end.");
        Line(text);
        FalseActivations idle = evaluation.Idle;
        string classes = string.Join(", ", idle.Events
            .Select((count, i) => (count, label: evaluation.Recipe.Labels[i]))
            .Where(e => e.count > 0)
            .Select(e => $"{e.count} x {e.label}"));
        Line(text, $"False activations while simulated people do anything but write: {Number(idle.PerHour)} an hour "
            + $"({Number(idle.Hours)} h{(classes.Length > 0 ? ": " + classes : string.Empty)}).");
        Line(text);
    }

    internal static void Memory(StringBuilder text, ModelFile file)
    {
        Line(text, "### Cost");
        Line(text);
        Line(text, "| arena, inference | arena with learning | flash (.tml) | multiply-accumulates |");
        Line(text, "|--:|--:|--:|--:|");
        Line(text, $"| {Bytes(file.ArenaBytes)} | {Bytes(file.LearnArenaBytes)} "
            + $"| {Bytes(file.Bytes)} | {Whole(file.MultiplyAccumulates)} |");
        Line(text);
        Line(text, $"Model id {file.Id}.");
        Line(text);
    }

    private static void Learning(StringBuilder text, ModelEvaluation evaluation)
    {
        PersonalizationOptions options = evaluation.PersonalizationOptions;
        IReadOnlyList<PersonalizationResult> results = evaluation.Personalization;
        Line(text, "### Learning on the device");
        Line(text);
        Line(text, $"{results.Count} simulated writers of unusual style (spread {Number(options.Spread)}), none left out; "
            + $"{options.Shots} labelled windows per digit to learn from, {options.Tests} others per digit to test with.");
        Line(text);
        Line(text, "| | before | after | gain |");
        Line(text, "|--|--:|--:|--:|");
        Line(text, $"| mean | {Percent(results.Average(r => r.Before))} | {Percent(results.Average(r => r.After))} "
            + $"| {Points(results.Average(r => r.Gain))} |");
        PersonalizationResult worst = results.MinBy(r => r.Gain)!;
        PersonalizationResult best = results.MaxBy(r => r.Gain)!;
        Line(text, $"| writer with least gain | {Percent(worst.Before)} | {Percent(worst.After)} | {Points(worst.Gain)} |");
        Line(text, $"| writer with most gain | {Percent(best.Before)} | {Percent(best.After)} | {Points(best.Gain)} |");
        Line(text);
        Line(text, $"{results.Count(r => r.Gain > 0)} writers gained, {results.Count(r => r.Gain == 0)} stayed, "
            + $"{results.Count(r => r.Gain < 0)} lost.");
        Line(text);
    }

    private static void Row(StringBuilder text, string name, RecordingScores? scores)
    {
        if (scores is not null)
        {
            Line(text, $"| {name} | {scores.Float.Total} | {Percent(scores.Float.Accuracy)} "
                + $"| {Percent(scores.Quantized.Accuracy)} | {Percent(scores.Detected.Accuracy)} |");
        }
    }

    internal static void Table(StringBuilder text, Confusion confusion)
    {
        Line(text, "| was \\ taken for | " + string.Join(" | ", confusion.Labels) + " |");
        Line(text, "|--|" + string.Concat(Enumerable.Repeat("--:|", confusion.Labels.Count)));
        for (int i = 0; i < confusion.Counts.Length; i++)
        {
            if (confusion.Counts[i].Sum() > 0)
            {
                Line(text, $"| {confusion.Labels[i]} | " + string.Join(" | ", confusion.Counts[i].Select(Cell)) + " |");
            }
        }
    }

    private static string Cell(int count) => count == 0 ? string.Empty : count.ToString(CultureInfo.InvariantCulture);

    internal static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Points(double share) =>
        (share * 100).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " points";

    private static string Number(double value) => value.ToString("0.0#", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(int count) => Whole(count) + " B";

    internal static void Line(StringBuilder text, string line = "") => text.Append(line).Append('\n');
}
