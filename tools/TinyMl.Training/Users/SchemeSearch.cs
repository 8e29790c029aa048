using System.Globalization;
using TinyMl.Compiler.Learning;
using TinyMl.Compiler.Models;

namespace TinyMl.Training.Users;

/// <summary>
/// Contribution analysis (MCUNetV3, arXiv 2206.15472, section 3.1): what each depth of biases and each share of a layer's weights
/// gains by itself; the set with the largest sum of gains that fits a budget of memory is then measured as a whole.
/// </summary>
/// <param name="study">The users.</param>
/// <param name="users">Their base models.</param>
/// <param name="learning">How the device learns; its scheme is replaced.</param>
/// <param name="trials">How much is tried: one cell.</param>
/// <param name="settings">What is tried.</param>
public sealed class SchemeSearch(
    IUserStudy study, IReadOnlyList<StudyUser> users, LearningSettings learning, StudySettings trials, SchemeSearchSettings settings)
{
    /// <summary>Measures and chooses.</summary>
    /// <param name="report">Receives a line when a user is done.</param>
    /// <param name="cancellation">Ends the search.</param>
    public SchemeSearchResult Run(Action<string> report, CancellationToken cancellation)
    {
        Contribution Measure(string scheme) => Contribution.Of(
            SchemeStudy.Run(study, users, learning with { Scheme = scheme }, trials, report, cancellation));

        Contribution always = Measure(settings.Always);
        ModelFile model = new(Compile(settings.Always));
        Dictionary<int, Contribution> depths = settings.Depths.Where(depth => depth <= model.Layers.Length)
            .ToDictionary(depth => depth, depth => Measure(Text(depth, [])));
        Dictionary<(int Layer, double Ratio), Contribution> shares = Enumerable.Range(1, Math.Min(settings.Layers, model.Layers.Length))
            .Where(layer => model.Operators[model.Layers[layer - 1]].Code != "DEPTHWISE_CONV_2D")
            .SelectMany(layer => settings.Ratios.Select(ratio => (layer, ratio)))
            .ToDictionary(share => share, share => Measure(Text(0, [share])));

        Contribution[] measured = [always, .. depths.Values, .. shares.Values];
        Set? best = Sets(always, depths, shares)
            .OrderByDescending(set => set.Gain)
            .FirstOrDefault(set => new ModelFile(Compile(set.Scheme)).LearnArenaBytes <= settings.Budget);
        Contribution? known = measured.FirstOrDefault(contribution => contribution.Scheme == best?.Scheme);
        Contribution? set = best is null ? null : known ?? Measure(best.Scheme);
        Contribution[] fitting = measured.Append(set).OfType<Contribution>().Distinct()
            .Where(contribution => contribution.ArenaBytes <= settings.Budget)
            .ToArray();
        return new SchemeSearchResult(
            settings.Budget, measured, set, best?.Gain, fitting.OrderByDescending(c => c.Gain).ThenBy(c => c.ArenaBytes).FirstOrDefault());
    }

    // Every depth or none, with every choice of a ratio or none for each layer; a part that gains nothing, or does not fit
    // even by itself, is in no set.
    private IEnumerable<Set> Sets(
        Contribution always,
        Dictionary<int, Contribution> depths,
        Dictionary<(int Layer, double Ratio), Contribution> shares)
    {
        bool IsUseful(Contribution part) => part.Gain > always.Gain && part.ArenaBytes <= settings.Budget;
        IEnumerable<(int Depth, (int Layer, double Ratio)[] Shares, double Gain)> sets = depths.Where(pair => IsUseful(pair.Value))
            .Select(pair => (pair.Key, Array.Empty<(int, double)>(), pair.Value.Gain))
            .Prepend((0, [], always.Gain));
        foreach (var layer in shares.Where(pair => IsUseful(pair.Value)).GroupBy(pair => pair.Key.Layer))
        {
            sets = sets.SelectMany(set => layer
                .Select(part => (set.Depth, set.Shares.Append(part.Key).ToArray(), set.Gain + part.Value.Gain - always.Gain))
                .Prepend(set))
                .ToArray();
        }

        return sets.Select(set => new Set(Text(set.Depth, set.Shares), set.Gain));
    }

    private string Text(int depth, (int Layer, double Ratio)[] shares)
    {
        string biases = depth == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"bias:{depth}+");
        string weights = string.Join(',', shares.Select(share => string.Create(CultureInfo.InvariantCulture, $"{share.Layer}={share.Ratio}")));
        return $"{biases}{settings.Always}{(shares.Length == 0 ? string.Empty : "+sparse:")}{weights}";
    }

    private byte[] Compile(string scheme) => SchemeStudy.Compile(study, users[0], learning with { Scheme = scheme });

    private sealed record Set(string Scheme, double Gain);
}
