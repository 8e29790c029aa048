using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>nanoFramework's style: one type a file, in a namespace with braces.</summary>
internal static class FileRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
    {
        SyntaxNode[] nodes = source.Tree.GetRoot().DescendantNodes().ToArray();
        IEnumerable<Finding> types = nodes.OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax && node.Parent is not BaseTypeDeclarationSyntax)
            .Skip(1)
            .Select(node => CompiledProject.At("file", node.GetLocation(), "A second type in a file: give it a file of its own."));
        return types.Concat(nodes.OfType<FileScopedNamespaceDeclarationSyntax>()
            .Select(node => CompiledProject.At("file", node.GetLocation(), "nanoFramework's sources have namespaces with braces.")));
    });
}
