using System.Reflection;
using TinyMl.Tests.Shared;
using Xunit.Sdk;

namespace TinyMl.Bench.Tests;

/// <summary>A case of a theory that runs on a target; reported as skipped where the target's tools are absent.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class OnTargetAttribute(string target) : DataAttribute
{
    /// <summary>Whether the case also needs the shared models.</summary>
    public bool NeedsShared { get; set; }

    public override string? Skip
    {
        get
        {
            IReadOnlyList<string> missing = Toolchain.MissingPackages(BenchTarget.Find(target)!);
            return missing.Count > 0 ? $"Packages are missing: {string.Join(' ', missing)}."
                : NeedsShared && SharedData.Root is null ? "The shared data is absent: set TINYML_SHARED to its folder."
                : null;
        }

        set => throw new NotSupportedException();
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[target]];
}
