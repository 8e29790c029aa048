using Microsoft.CodeAnalysis.CSharp;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>From C# 11 on the compiler puts attribute types of its own first, and every method's index shifts.</summary>
internal static class LanguageRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project)
    {
        if (project.Project.Language is not { } language || language > LanguageVersion.CSharp10)
        {
            yield return new Finding(
                "language", project.Project.File, 0, $"LangVersion is '{project.Project.LangVersion}'; state 10, the newest that adds no types by itself.");
        }
    }
}
