using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>Console and Debug go to the debugger's port, cut into pieces, or nowhere: the log has a serial port of its own.</summary>
internal static class ConsoleRule
{
    private static readonly string[] Forbidden = ["System.Console", "System.Diagnostics.Debug"];

    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(name => source.Model.GetSymbolInfo(name).Symbol is INamedTypeSymbol type && Forbidden.Contains(type.ToDisplayString()))
            .Select(name => CompiledProject.At("console", name.GetLocation(), $"{name} does not reach the user: write to the log.")));
}
