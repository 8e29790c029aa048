using TinyMl.Nano.Tests.Analysis.Rules;

namespace TinyMl.Nano.Tests.Analysis;

/// <summary>Something that firmware must not do.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Check">Finds the places of a project that do it.</param>
internal sealed record Rule(string Name, Func<CompiledProject, IEnumerable<Finding>> Check)
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<Rule> All { get; } =
    [
        new("language", LanguageRule.Check),
        new("reference", ReferenceRule.Check),
        new("api", ApiRule.Check),
        new("generic", GenericRule.Check),
        new("array", ArrayRule.Check),
        new("stackalloc", StackAllocRule.Check),
        new("interface", InterfaceRule.Check),
        new("literal", LiteralRule.Check),
        new("synthesised", SynthesisedRule.Check),
        new("interop", InteropRule.Check),
        new("loop", LoopRule.Check),
        new("allocation", AllocationRule.Check),
        new("structure", StructureRule.Check),
        new("exception", ExceptionTextRule.Check),
        new("console", ConsoleRule.Check),
        new("docs", DocumentationRule.Check),
        new("file", FileRule.Check),
        new("test", TestClassRule.Check),
    ];
}
