using TinyMl.Nano.Tests.Api;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>A project refers to libraries that are known, so that a mistyped name is noticed without them.</summary>
internal static class ReferenceRule
{
    // The program that runs the unit tests: it offers nothing to others.
    private const string Launcher = "nanoFramework.UnitTestLauncher";

    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Project.References
        .Where(name => DeviceApi.Find(name) is null && !(project.Project.IsTest && name == Launcher))
        .Select(name => new Finding("reference", project.Project.File, 0, $"nanoFramework 1.x has no library '{name}' in tests/TinyMl.Nano.Tests/Api/1.x."));
}
