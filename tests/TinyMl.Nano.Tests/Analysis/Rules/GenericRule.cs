using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>Generics, own or the library's few delegates: they compile, and the device dies.</summary>
internal static class GenericRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes()
            .Where(node => node is TypeParameterListSyntax or GenericNameSyntax || IsInferred(source.Model, node))
            .Select(node => CompiledProject.At("generic", node.GetLocation(), $"'{node}' is generic: it compiles and crashes on the device.")));

    // A call whose type arguments are not written.
    private static bool IsInferred(SemanticModel model, SyntaxNode node) =>
        node is IdentifierNameSyntax && model.GetSymbolInfo(node).Symbol is IMethodSymbol { IsGenericMethod: true };
}
