using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>Interface members with bodies, static ones too: where they compile the device dies.</summary>
internal static class InterfaceRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes().OfType<InterfaceDeclarationSyntax>()
            .SelectMany(type => type.Members)
            .Where(HasBody)
            .Select(member => CompiledProject.At("interface", member.GetLocation(), "A member of an interface must not have a body or be static: use a class.")));

    private static bool HasBody(MemberDeclarationSyntax member) => member switch
    {
        BaseMethodDeclarationSyntax method => method.Body is not null || method.ExpressionBody is not null,
        PropertyDeclarationSyntax { ExpressionBody: not null } or FieldDeclarationSyntax or BaseTypeDeclarationSyntax => true,
        BasePropertyDeclarationSyntax property =>
            property.AccessorList?.Accessors.Any(a => a.Body is not null || a.ExpressionBody is not null) == true,
        _ => false,
    };
}
