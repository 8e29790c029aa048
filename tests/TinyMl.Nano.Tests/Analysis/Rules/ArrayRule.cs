using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>Arrays of several dimensions: they compile, and the device dies. Arrays of arrays work.</summary>
internal static class ArrayRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes()
            .Where(node => node is ArrayRankSpecifierSyntax { Rank: > 1 } or ImplicitArrayCreationExpressionSyntax { Commas.Count: > 0 })
            .Select(node => CompiledProject.At("array", node.GetLocation(), "An array of several dimensions crashes on the device: use an array of arrays, or one index.")));
}
