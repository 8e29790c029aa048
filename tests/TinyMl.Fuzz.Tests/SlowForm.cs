namespace TinyMl.Fuzz.Tests;

/// <summary>The long form of these tests: TINYML_SLOW=1, begun from another seed with TINYML_FUZZ_SEED.</summary>
internal static class SlowForm
{
    internal static bool IsOn { get; } = Environment.GetEnvironmentVariable("TINYML_SLOW") == "1";

    internal static int Seed { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("TINYML_FUZZ_SEED"), out int seed) ? seed : 1;
}
