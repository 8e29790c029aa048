namespace TinyMl.Compiler.Learning;

/// <summary>Chooses as many examples of each class, evenly spaced among those of the class.</summary>
public static class BalancedChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="examples">In any order; the spacing is in this order.</param>
    /// <param name="perClass">Examples of each class; of a class that has fewer, all.</param>
    /// <returns>By class, ascending; within one in the order given.</returns>
    public static IReadOnlyList<LearningExample> Of(IEnumerable<LearningExample> examples, int perClass) =>
        examples.GroupBy(example => example.Label)
            .OrderBy(group => group.Key)
            .SelectMany(group => Spaced(group.ToArray(), perClass))
            .ToArray();

    // The middles of equal parts: the first and the last example are no more likely than others.
    private static IEnumerable<LearningExample> Spaced(LearningExample[] all, int count)
    {
        int chosen = Math.Min(count, all.Length);
        return Enumerable.Range(0, chosen).Select(i => all[((2L * i) + 1) * all.Length / (2 * chosen)]);
    }
}
