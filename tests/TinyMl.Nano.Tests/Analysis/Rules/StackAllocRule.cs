using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>stackalloc: it compiles, and the device dies.</summary>
internal static class StackAllocRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes()
            .Where(node => node is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax)
            .Select(node => CompiledProject.At("stackalloc", node.GetLocation(), "stackalloc crashes on the device: keep an array in a field.")));
}
