using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>
/// Own methods that take or return a structure: the runtime keeps each argument and local of such a type on the managed heap,
/// a fresh one at every call. Structures are made where the library asks for them.
/// </summary>
internal static class StructureRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Project.IsTest ? [] : project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes()
            .Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax)
            .Where(node => source.Model.GetDeclaredSymbol(node) is IMethodSymbol method
                && (IsStructure(method.ReturnType) || method.Parameters.Any(p => p.RefKind == RefKind.None && IsStructure(p.Type))))
            .Select(node => CompiledProject.At("structure", node.GetLocation(), "A structure as argument or result is allocated at every call: hand over the array and its bounds.")));

    private static bool IsStructure(ITypeSymbol type) => type is { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None };
}
