using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>
/// Array literals: 65,000 bytes in an assembly work, one of 70,000 or two of 40,000 kill the application with no message at
/// all. What is larger belongs into a resource or a file.
/// </summary>
internal static class LiteralRule
{
    private const int Most = 65_000;

    internal static IEnumerable<Finding> Check(CompiledProject project)
    {
        int total = 0;
        HashSet<FieldReference> seen = [];
        IEnumerable<MethodDefinition> methods = project.Assembly is null ? [] : Places.Methods(project.Assembly);
        foreach (MethodDefinition method in methods)
        {
            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (instruction.OpCode == OpCodes.Ldtoken && instruction.Operand is FieldDefinition { InitialValue.Length: > 0 } field && seen.Add(field))
                {
                    total += field.InitialValue.Length;
                    if (total > Most)
                    {
                        yield return Places.At(
                            "literal", method, instruction, $"With this literal the assembly has {total:N0} bytes of them; at most {Most:N0} work.");
                    }
                }
            }
        }
    }
}
