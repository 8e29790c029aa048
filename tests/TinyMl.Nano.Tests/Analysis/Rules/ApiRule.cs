using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>
/// Types and members that nanoFramework 1.x lacks, and whatever the compiler needs of them behind the scenes: List, int?,
/// tuples, Span, iterators, async, records, decimal, volatile, ranges.
/// </summary>
internal static class ApiRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Errors
        .SelectMany(error => Locations(project, error), (error, location) => (error, location))
        .Select(e => CompiledProject.At("api", e.location, $"{e.error.Id}: {e.error.GetMessage(CultureInfo.InvariantCulture)}"));

    // The compiler does not say where it needed a type of its own; of these only volatile is left without a place.
    private static IEnumerable<Location> Locations(CompiledProject project, Diagnostic error) => error.Location.IsInSource
        ? [error.Location]
        : project.Sources.SelectMany(source => source.Tree.GetRoot().DescendantTokens())
            .Where(token => token.IsKind(SyntaxKind.VolatileKeyword))
            .Select(token => token.GetLocation())
            .DefaultIfEmpty(Location.Create(project.Project.File, default, default));
}
