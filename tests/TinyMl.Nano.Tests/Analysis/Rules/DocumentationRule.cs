using Microsoft.CodeAnalysis;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>What others see is documented, completely and without names that do not exist.</summary>
internal static class DocumentationRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Project.IsTest ? [] : project.Warnings
        .Where(warning => warning.Id is "CS1591" or "CS1573" or "CS1572" or "CS1574" or "CS1570" or "CS1571" or "CS1580" or "CS1581" or "CS1584" or "CS1587" or "CS1734")
        .Select(warning => CompiledProject.At("docs", warning.Location, warning.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
}
