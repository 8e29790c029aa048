using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>A text in an exception costs flash and reaches nobody.</summary>
internal static class ExceptionTextRule
{
    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Project.IsTest ? [] : project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
            .Where(creation => IsException(source.Model.GetTypeInfo(creation).Type)
                && creation.ArgumentList?.Arguments.Any(a => source.Model.GetTypeInfo(a.Expression).Type?.SpecialType == SpecialType.System_String) == true)
            .Select(creation => CompiledProject.At("exception", creation.GetLocation(), "A text in an exception costs flash: the type says enough, and a status carries the rest.")));

    private static bool IsException(ITypeSymbol? type) => type is not null && (type.Name == "Exception" || IsException(type.BaseType));
}
