namespace TinyMl.Fuzz.Tests;

/// <summary>The long form of these tests: TINYML_SLOW=1, begun from another seed with TINYML_FUZZ_SEED.</summary>
internal static class SlowForm
{
    internal static bool IsOn { get; } = Environment.GetEnvironmentVariable("TINYML_SLOW") == "1";

    internal static int Seed { get; } = Number("TINYML_FUZZ_SEED", 1);

    /// <summary>Of the bytes of a large model each so many are altered; 1 takes hours.</summary>
    internal static int Step { get; } = Number("TINYML_FUZZ_STEP", 37);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out int number) && number > 0 ? number : otherwise;
}
