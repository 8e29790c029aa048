using Xunit.Abstractions;

namespace TinyMl.Fuzz.Tests.Importer;

public class ImporterFuzzTests(ITestOutputHelper output)
{
    /// <summary>Any bytes compile, or are refused in a sentence.</summary>
    [Fact]
    public void Importer_Takes_Any_Bytes()
    {
        bool slow = SlowForm.IsOn;
        ImporterFuzzer fuzzer = new(slow ? SlowForm.Seed : 1);
        string findings = fuzzer.Run(slow ? int.MaxValue : 30_000, TimeSpan.FromSeconds(slow ? 240 : 60));
        output.WriteLine(fuzzer.Report);
        Console.WriteLine($"importer: {fuzzer.Report}");
        Assert.True(findings.Length == 0, findings);
    }
}
