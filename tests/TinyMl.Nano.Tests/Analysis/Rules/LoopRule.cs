using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>
/// Loops that touch numbers one by one: an interpreted step costs half of a native call, so samples and weights go through
/// C as whole arrays. What a number means no compiler knows; the methods whose loops run over something short are listed.
/// </summary>
internal static class LoopRule
{
    /// <summary>Methods that may, each with what its loop runs over.</summary>
    internal static IReadOnlyDictionary<string, string> Short { get; } = new Dictionary<string, string>
    {
        ["TinyMl.Application.Finished"] = "the classes, when their scores are asked for",
        ["TinyMl.Application.UseModel"] = "the classes, when a model is opened",
        ["TinyMl.CommandReader.Class"] = "the characters of a command",
        ["TinyMl.CommandReader.Is"] = "the characters of a command",
        ["TinyMl.CommandReader.Poll"] = "the characters that arrived",
        ["TinyMl.CommandReader.Start"] = "the characters of a command",
        ["TinyMl.CommandReader.StartsWith"] = "the characters of a command",
        ["TinyMl.Detector..ctor"] = "the classes, when a model is opened",
        ["TinyMl.Detector.Add"] = "the classes",
        ["TinyMl.EepromPatchStore..ctor"] = "the bytes of a page, once",
        ["TinyMl.Line.Number"] = "the digits of a number",
        ["TinyMl.Line.Word"] = "the characters of a word, once",
        ["TinyMl.PatchSlots.Scan"] = "two slots",
        ["TinyMl.Personalizer.Strength"] = "the classes",
    };

    internal static IEnumerable<Finding> Check(CompiledProject project) => project.Project.IsTest ? [] : All(project)
        .Where(place => !Short.ContainsKey(place.Method))
        .Select(place => CompiledProject.At(
            "loop", place.Node.GetLocation(), $"{place.Method} touches numbers one by one: let the native side do it, or list the method if the loop is short."));

    /// <summary>Every place that does it, with the method's full name.</summary>
    internal static IEnumerable<(SyntaxNode Node, string Method)> All(CompiledProject project) => project.Sources.SelectMany(source =>
        source.Tree.GetRoot().DescendantNodes()
            .Where(node => IsElementInLoop(source.Model, node) || IsNumbersLoop(source.Model, node))
            .Select(node => (node, Method(source.Model, node))));

    private static bool IsElementInLoop(SemanticModel model, SyntaxNode node) => node is ElementAccessExpressionSyntax access
        && AreNumbers(model.GetTypeInfo(access.Expression).Type)
        && !model.GetConstantValue(access.ArgumentList.Arguments[0].Expression).HasValue
        && node.Ancestors().TakeWhile(a => a is not MemberDeclarationSyntax)
            .Any(a => a is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForEachStatementSyntax);

    private static bool IsNumbersLoop(SemanticModel model, SyntaxNode node) =>
        node is ForEachStatementSyntax loop && AreNumbers(model.GetTypeInfo(loop.Expression).Type);

    private static bool AreNumbers(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_Double,
        _ => type?.Name == "SpanByte",
    };

    private static string Method(SemanticModel model, SyntaxNode node)
    {
        ISymbol? symbol = model.GetEnclosingSymbol(node.SpanStart);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return $"{symbol?.ContainingType.ToDisplayString()}.{symbol?.Name}";
    }
}
