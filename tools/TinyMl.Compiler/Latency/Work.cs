namespace TinyMl.Compiler.Latency;

/// <summary>How often each part of a kernel runs for a layer, by the part's name.</summary>
internal sealed class Work
{
    private readonly Dictionary<string, double> _parts = [];

    internal IReadOnlyDictionary<string, double> Parts => _parts;

    internal void Add(string part, double count)
    {
        if (count != 0)
        {
            _parts[part] = _parts.GetValueOrDefault(part) + count;
        }
    }
}
