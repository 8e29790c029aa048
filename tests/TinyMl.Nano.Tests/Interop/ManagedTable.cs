using Mono.Cecil;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>A method as the runtime counts it.</summary>
/// <param name="Class">The class's name with underscores.</param>
/// <param name="Name">Name, kind and signature as nanoFramework's tools write them.</param>
/// <param name="IsNative">Whether it is an extern.</param>
internal sealed record ManagedMethod(string Class, string Name, bool IsNative)
{
    public override string ToString() => IsNative ? Name : $"{Class}::{Name}, which is managed";
}

/// <summary>
/// What nanoFramework's tools make of a compiled assembly: every method in the order in which the runtime numbers them,
/// native or not, the version that it asks of the firmware, and the checksum.
/// </summary>
internal sealed record ManagedTable(string Assembly, string NativeVersion, IReadOnlyList<ManagedMethod> Methods)
{
    private static readonly Dictionary<string, string> Primitives = new()
    {
        ["System.Void"] = "VOID",
        ["System.Boolean"] = "BOOLEAN",
        ["System.Char"] = "CHAR",
        ["System.SByte"] = "I1",
        ["System.Byte"] = "U1",
        ["System.Int16"] = "I2",
        ["System.UInt16"] = "U2",
        ["System.Int32"] = "I4",
        ["System.UInt32"] = "U4",
        ["System.Int64"] = "I8",
        ["System.UInt64"] = "U8",
        ["System.Single"] = "R4",
        ["System.Double"] = "R8",
        ["System.String"] = "STRING",
        ["System.Object"] = "OBJECT",
    };

    /// <summary>The checksum, which assembly and firmware must have in common.</summary>
    public uint Checksum => NativeChecksum.Of(Assembly, Methods);

    public static ManagedTable Of(AssemblyDefinition assembly)
    {
        CustomAttribute version = assembly.CustomAttributes
            .Single(a => a.AttributeType.FullName == "System.Reflection.AssemblyNativeVersionAttribute");
        return new ManagedTable(
            assembly.Name.Name,
            (string)version.ConstructorArguments[0].Value,
            assembly.MainModule.GetTypes().Where(t => t.Name != "<Module>").SelectMany(Methods).ToArray());

        // Virtual methods are numbered before those of instances, and these before static ones.
        static IEnumerable<ManagedMethod> Methods(TypeDefinition type) => type.Methods
            .OrderBy(m => m.IsVirtual ? 0 : m.IsStatic ? 2 : 1)
            .Select(m => new ManagedMethod(ClassName(type), MethodName(m), m.RVA == 0 && !m.IsAbstract));
    }

    private static string ClassName(TypeDefinition? type) => type is null
        ? string.Empty
        : string.Join('_', ClassName(type.DeclaringType), type.Namespace, type.Name).Replace('.', '_').TrimStart('_');

    private static string MethodName(MethodDefinition method)
    {
        IEnumerable<TypeReference> types = method.Parameters.Select(p => p.ParameterType).Prepend(method.ReturnType);
        string name = method.Name + (method.IsStatic ? "___STATIC__" : "___") + string.Join("__", types.Select(TypeName));
        return name.Replace('.', '_').Replace("/", string.Empty);
    }

    private static string TypeName(TypeReference type) => type switch
    {
        ArrayType array => "SZARRAY_" + TypeName(array.ElementType),
        ByReferenceType reference => "BYREF_" + TypeName(reference.ElementType),
        _ => Primitives.GetValueOrDefault(type.FullName, type.FullName.Replace(".", string.Empty)),
    };
}
