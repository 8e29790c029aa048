using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>The device's launcher calls the methods of a test class without an object: nothing may depend on one.</summary>
internal static class TestClassRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
            .Where(type => type.AttributeLists.SelectMany(list => list.Attributes).Any(a => a.Name.ToString() is "TestClass" or "TestClassAttribute"))
            .SelectMany(type => type.DescendantNodes())
            .Where(node => node is ThisExpressionSyntax || IsState(node) || UsesThis(source.Model, node))
            .Select(node => CompiledProject.At("test", node.GetLocation(), "A test class has no object on the device: make it static.")));

    private static bool IsState(SyntaxNode node) => node is FieldDeclarationSyntax or PropertyDeclarationSyntax or ConstructorDeclarationSyntax
        && !((MemberDeclarationSyntax)node).Modifiers.Any(m => m.Kind() is SyntaxKind.StaticKeyword or SyntaxKind.ConstKeyword);

    private static bool UsesThis(SemanticModel model, SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: IdentifierNameSyntax name } && model.GetSymbolInfo(name).Symbol is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary };
}
