using Mono.Cecil;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>Types that the compiler added to the sources' own: attributes everywhere, anything in the assembly of externs.</summary>
internal static class SynthesisedRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project)
    {
        HashSet<string> declared = project.Sources
            .SelectMany(s => s.Tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.BaseTypeDeclarationSyntax>(), (s, type) => (s.Model, type))
            .Select(d => Microsoft.CodeAnalysis.CSharp.CSharpExtensions.GetDeclaredSymbol(d.Model, d.type)!.MetadataName)
            .ToHashSet();
        IEnumerable<TypeDefinition> types = project.Assembly?.MainModule.GetTypes() ?? [];
        return types
            .Where(type => type.Name != "<Module>" && !declared.Contains(type.Name) && (project.Project.IsInterop || IsAttribute(type)))
            .Select(type => new Finding(
                "synthesised", project.Project.File, 0, $"The compiler adds the type {type.FullName}: it can shift every method's index. Write what it stands for otherwise."));
    }

    private static bool IsAttribute(TypeDefinition type) => type.BaseType?.FullName == "System.Attribute";
}
