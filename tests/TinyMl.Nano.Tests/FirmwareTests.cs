using TinyMl.Nano.Tests.Analysis;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests;

/// <summary>Everything that goes to a device is nanoFramework 1.x: every rule, over every device project.</summary>
public class FirmwareTests
{
    public static TheoryData<string> RuleNames => new(Rule.All.Select(rule => rule.Name));

    [Theory]
    [MemberData(nameof(RuleNames))]
    public void Firmware_Keeps_The_Rule(string name)
    {
        Rule rule = Rule.All.Single(r => r.Name == name);
        string[] findings = CompiledProject.All.SelectMany(rule.Check).Select(f => f.ToString()).Distinct().ToArray();
        Assert.True(findings.Length == 0, string.Join('\n', findings));
    }

    [Fact]
    public void Every_Source_For_A_Device_Belongs_To_A_Project()
    {
        HashSet<string> known = DeviceProject.All.SelectMany(project => project.Sources).ToHashSet();
        string[] sources = new[] { "firmware", "tests/NFUnitTest" }
            .SelectMany(folder => Directory.GetFiles(Path.Combine(SharedData.Repository, folder), "*.cs", SearchOption.AllDirectories))
            .ToArray();
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.Contains(source, known));
    }

    [Fact]
    public void The_Projects_Are_All_There() => Assert.Superset(
        new HashSet<string> { "TinyMl.Interop", "TinyMl", "TinyMl.App.Esp32", "TinyMl.App.Stm32", "NFUnitTest" },
        CompiledProject.All.Select(project => project.Project.Name).ToHashSet());
}
