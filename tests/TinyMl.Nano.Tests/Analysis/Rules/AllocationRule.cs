using Mono.Cecil;
using Mono.Cecil.Cil;

namespace TinyMl.Nano.Tests.Analysis.Rules;

/// <summary>
/// Whatever <c>Application.Step</c> reaches makes no object: a device that runs for months must not depend on its garbage
/// collector. Found are new objects, arrays and boxes, and calls of the library that return a fresh text or array; what
/// the library makes inside it hides. An exception on its way to being thrown does not count.
/// </summary>
internal static class AllocationRule
{
    private const string Root = "TinyMl.Application::Step()";

    /// <summary>Methods that may make an object, and why.</summary>
    internal static IReadOnlyDictionary<string, string> Rare { get; } = new Dictionary<string, string>
    {
        ["TinyMl.App.I2sMicrophone::Open(System.Int64)"] = "a driver starts with its object; once for each time that the microphone is set up",
        ["TinyMl.App.FilePatchStore::OpenToRead(System.Int32)"] = "a file cannot be opened otherwise; once for each patch that is kept",
        ["TinyMl.App.FilePatchStore::OpenToWrite(System.Int32)"] = "the same; patches are a minute apart",
    };

    internal static IEnumerable<Finding> Check(CompiledProject project)
    {
        MethodDefinition[] methods = project.WithReferences
            .Where(p => p.Assembly is not null && !p.Project.IsTest)
            .SelectMany(p => Places.Methods(p.Assembly!))
            .ToArray();
        Dictionary<string, MethodDefinition> byName = methods.ToDictionary(Key);
        HashSet<string> own = project.WithReferences
            .SelectMany(p => p.Assembly?.MainModule.GetTypes() ?? []).Select(type => type.FullName).ToHashSet();
        Queue<MethodDefinition> waiting = new(methods.Where(method => Key(method) == Root));
        HashSet<string> seen = [];
        while (waiting.TryDequeue(out MethodDefinition? method))
        {
            if (!seen.Add(Key(method)))
            {
                continue;
            }

            foreach (Instruction instruction in method.Body.Instructions)
            {
                if (!Rare.ContainsKey(Key(method)) && Fault(instruction, own) is { } fault)
                {
                    yield return Places.At("allocation", method, instruction, $"{fault} in {method.Name}, which Application.Step reaches: make it at the start.");
                }

                if (instruction.Operand is MethodReference callee)
                {
                    Targets(callee, methods, byName).ToList().ForEach(waiting.Enqueue);
                }
            }
        }
    }

    private static string? Fault(Instruction instruction, HashSet<string> own) => instruction.OpCode.Code switch
    {
        Code.Newarr => "A new array",
        Code.Box => "A boxed value",
        Code.Newobj when instruction.Next?.OpCode != OpCodes.Throw && instruction.Operand is MethodReference { DeclaringType.IsValueType: false } constructor =>
            $"A new {constructor.DeclaringType.Name}",
        Code.Call or Code.Callvirt when instruction.Operand is MethodReference callee && !own.Contains(callee.DeclaringType.FullName)
            && (callee.ReturnType.IsArray || callee.ReturnType.FullName == "System.String") =>
            $"A fresh {callee.ReturnType.Name} from {callee.DeclaringType.Name}.{callee.Name}",
        _ => null,
    };

    // The method itself, and everything that may stand behind a virtual call.
    private static IEnumerable<MethodDefinition> Targets(
        MethodReference callee, MethodDefinition[] methods, Dictionary<string, MethodDefinition> byName)
    {
        string signature = Signature(callee);
        return methods.Where(method => method.IsVirtual && Signature(method) == signature && Derives(method.DeclaringType, callee.DeclaringType))
            .Concat(byName.TryGetValue(Key(callee), out MethodDefinition? same) ? [same] : []);
    }

    private static bool Derives(TypeDefinition type, TypeReference from) =>
        type.Interfaces.Any(i => i.InterfaceType.FullName == from.FullName) || type.BaseType?.FullName == from.FullName;

    private static string Key(MethodReference method) => $"{method.DeclaringType.FullName}::{Signature(method)}";

    private static string Signature(MethodReference method) =>
        $"{method.Name}({string.Join(",", method.Parameters.Select(p => p.ParameterType.FullName))})";
}
