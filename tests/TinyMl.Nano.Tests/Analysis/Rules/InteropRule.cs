using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>
/// Calls of native methods are dispatched by the method's index in the assembly, and the checksum does not notice a managed
/// method before them: so externs live in TinyMl.Interop, which holds one static class of them and nothing else.
/// </summary>
internal static class InteropRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
    {
        SyntaxNode[] nodes = source.Tree.GetRoot().DescendantNodes().ToArray();
        return project.Project.IsInterop
            ? Inside(nodes)
            : nodes.Where(IsExtern).Select(node => At(node, "A native method outside TinyMl.Interop: calls are dispatched by index, so all of them live there."));
    }).Concat(project.Project.IsInterop ? OneClass(project) : []);

    private static IEnumerable<Finding> Inside(SyntaxNode[] nodes) => nodes
        .Where(node => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax
            && node is not BaseNamespaceDeclarationSyntax
            && !IsStaticClass(node) && !IsNative(node))
        .Select(node => At(node, "Only static native methods may stand in TinyMl.Interop: anything else shifts their indices."));

    private static IEnumerable<Finding> OneClass(CompiledProject project) => project.Sources
        .SelectMany(source => source.Tree.GetRoot().DescendantNodes().Where(IsStaticClass))
        .Skip(1)
        .Select(node => At(node, "TinyMl.Interop has one class: a second one can come first in the assembly."));

    private static bool IsStaticClass(SyntaxNode node) =>
        node is ClassDeclarationSyntax type && type.Modifiers.Any(SyntaxKind.StaticKeyword) && type.Parent is BaseNamespaceDeclarationSyntax;

    private static bool IsNative(SyntaxNode node) => node is MethodDeclarationSyntax method
        && method.Modifiers.Any(SyntaxKind.StaticKeyword)
        && method.Modifiers.Any(SyntaxKind.ExternKeyword)
        && method.AttributeLists.ToString() == "[MethodImpl(MethodImplOptions.InternalCall)]";

    private static bool IsExtern(SyntaxNode node) => node switch
    {
        MemberDeclarationSyntax member => member.Modifiers.Any(SyntaxKind.ExternKeyword),
        LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.ExternKeyword),
        _ => false,
    };

    private static Finding At(SyntaxNode node, string why) => CompiledProject.At("interop", node.GetLocation(), why);
}
