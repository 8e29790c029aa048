using System.Text.Json;

namespace TinyMl.Compiler.Latency;

/// <summary>JSON of two levels of groups with a line for each entry, in ordinal order: small changes make small differences.</summary>
public static class NestedJson
{
    /// <summary>The text.</summary>
    /// <param name="entries">Outer group, inner group, name, value as JSON.</param>
    public static string Write(IEnumerable<(string Outer, string Inner, string Name, string Value)> entries) =>
        Members(entries, 0, entry => entry.Outer, outer =>
            Members(outer, 1, entry => entry.Inner, inner =>
                Members(inner, 2, entry => entry.Name, entry => entry.Single().Value))) + "\n";

    private static string Members<T>(IEnumerable<T> items, int depth, Func<T, string> name, Func<IEnumerable<T>, string> value)
    {
        string indent = new(' ', 2 * depth);
        IEnumerable<string> members = items.GroupBy(name).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{indent}  {JsonSerializer.Serialize(group.Key)}: {value(group)}");
        return $"{{\n{string.Join(",\n", members)}\n{indent}}}";
    }
}
