using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>From an instruction back to the source.</summary>
internal static class Places
{
    private const int HiddenLine = 0xFEEFEE;

    /// <summary>A finding at the statement that an instruction belongs to.</summary>
    internal static Finding At(string rule, MethodDefinition method, Instruction instruction, string why)
    {
        SequencePoint? point = null;
        for (Instruction? i = instruction; i is not null && point is null; i = i.Previous)
        {
            point = method.DebugInformation.GetSequencePoint(i) is { StartLine: not HiddenLine } found ? found : null;
        }

        return new Finding(rule, point?.Document.Url ?? method.FullName, point?.StartLine ?? 0, why);
    }

    /// <summary>Every method with a body, those of nested and synthesised types included.</summary>
    internal static IEnumerable<MethodDefinition> Methods(AssemblyDefinition assembly) =>
        assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody);
}
