using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyMl.Nano.Tests.Api;

/// <summary>
/// What an assembly offers to others, as C# declarations without bodies: the form of the files in this folder. Two
/// assemblies offer the same exactly if the texts are the same.
/// </summary>
internal static class ApiText
{
    private static readonly SymbolDisplayFormat Format = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Included,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeAccessibility | SymbolDisplayMemberOptions.IncludeParameters
            | SymbolDisplayMemberOptions.IncludeRef,
        extensionMethodStyle: SymbolDisplayExtensionMethodStyle.StaticMethod,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName
            | SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut
            | SymbolDisplayParameterOptions.IncludeExtensionThis,
        kindOptions: SymbolDisplayKindOptions.IncludeMemberKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes
            | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly SymbolDisplayFormat Name = Format.WithMemberOptions(SymbolDisplayMemberOptions.None);

    private static readonly SymbolDisplayFormat FullName = Name
        .WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None)
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    private static readonly SymbolDisplayFormat ShortName = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeVariance,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static readonly string[] KeptAttributes = ["AttributeUsageAttribute", "ObsoleteAttribute"];

    /// <summary>Writes the types of an assembly that others see.</summary>
    internal static string Write(IAssemblySymbol assembly)
    {
        StringBuilder text = new();
        foreach (INamespaceSymbol space in Namespaces(assembly.GlobalNamespace))
        {
            INamedTypeSymbol[] types = space.GetTypeMembers().Where(IsSeen).OrderBy(Key, StringComparer.Ordinal).ToArray();
            if (types.Length > 0)
            {
                string name = space.ToDisplayString(FullName);
                string declarations = string.Join('\n', types.Select(type => Write(type, "    ")));

                // Only below nanoFramework, which has a namespace System of its own, is it needed.
                declarations = name.StartsWith("nanoFramework", StringComparison.Ordinal) ? declarations : Plain(declarations);
                text.Append(CultureInfo.InvariantCulture, $"\nnamespace {name}\n{{\n{declarations}}}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The lines of a type: its head, then one for each member.</summary>
    internal static string[] Lines(INamedTypeSymbol type) => Plain(Write(type, string.Empty))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim()).Where(line => line is not ("{" or "}")).ToArray();

    private static string Write(INamedTypeSymbol type, string indent)
    {
        StringBuilder text = new();
        Attributes(text, type, indent);
        if (type.TypeKind == TypeKind.Delegate)
        {
            IMethodSymbol invoke = type.DelegateInvokeMethod!;
            string parameters = string.Join(", ", invoke.Parameters.Select(Display));
            return text.Append(CultureInfo.InvariantCulture, $"{indent}{Access(type)} delegate {invoke.ReturnType.ToDisplayString(Name)} {Short(type)}({parameters});\n").ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"{indent}{Access(type)} {Kind(type)} {Short(type)}{Bases(type)}\n{indent}{{\n");
        if (type.TypeKind == TypeKind.Enum)
        {
            foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(f => f.HasConstantValue))
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}    {field.Name} = {field.ConstantValue},\n");
            }
        }
        else
        {
            foreach (string member in type.GetMembers().Where(IsSeenMember).Select(m => Member(m, indent + "    ")).Order(StringComparer.Ordinal))
            {
                text.Append(member);
            }

            if (type is { TypeKind: TypeKind.Class, IsStatic: false } && !type.InstanceConstructors.Any(IsSeenMember))
            {
                text.Append(CultureInfo.InvariantCulture, $"{indent}    private {type.Name}();\n");
            }

            foreach (INamedTypeSymbol nested in type.GetTypeMembers().Where(IsSeen).OrderBy(Key, StringComparer.Ordinal))
            {
                text.Append(Write(nested, indent + "    "));
            }
        }

        return text.Append(indent).Append("}\n").ToString();
    }

    private static string Member(ISymbol member, string indent)
    {
        StringBuilder text = new();
        Attributes(text, member, indent);
        string declaration = member switch
        {
            IFieldSymbol { IsConst: true } field =>
                $"{Access(field)} const {field.Type.ToDisplayString(Name)} {field.Name} = {Constant(field.ConstantValue)};",
            IPropertySymbol property => Property(property),
            _ => Display(member) + ";",
        };

        // In an interface everything is public, and says nothing of it.
        bool plain = member.ContainingType.TypeKind == TypeKind.Interface;
        declaration = plain ? declaration.Replace("public ", string.Empty).Replace("abstract ", string.Empty) : declaration;
        return text.Append(indent).Append(declaration).Append('\n').ToString();
    }

    // Accessors that others do not see are left out.
    private static string Property(IPropertySymbol property)
    {
        string text = Display(property);
        string get = Accessor(property, property.GetMethod, "get");
        string set = Accessor(property, property.SetMethod, "set");
        return $"{text} {{ {get}{set}}}";
    }

    private static string Accessor(IPropertySymbol property, IMethodSymbol? method, string keyword) =>
        method is null || !IsSeen(method.DeclaredAccessibility) ? string.Empty
        : method.DeclaredAccessibility == property.DeclaredAccessibility ? keyword + "; "
        : $"{Access(method)} {keyword}; ";

    // A default value of an enumeration is displayed without the enumeration.
    private static string Display(ISymbol symbol) => string.Concat(symbol.ToDisplayParts(Format).Select(part =>
        part is { Kind: SymbolDisplayPartKind.EnumMemberName, Symbol: { } member }
            ? $"{member.ContainingType.ToDisplayString(Name)}.{part}"
            : part.ToString()));

    private static string Plain(string text) => text.Replace("global::", string.Empty, StringComparison.Ordinal);

    private static string Kind(INamedTypeSymbol type)
    {
        string words = type switch
        {
            { IsStatic: true } => "static ",
            { TypeKind: TypeKind.Class, IsAbstract: true } => "abstract ",
            { TypeKind: TypeKind.Class, IsSealed: true } => "sealed ",
            { IsReadOnly: true, IsRefLikeType: true } => "readonly ref ",
            { IsRefLikeType: true } => "ref ",
            { TypeKind: TypeKind.Struct, IsReadOnly: true } => "readonly ",
            _ => string.Empty,
        };
        return words + type.TypeKind.ToString().ToLowerInvariant();
    }

    private static string Bases(INamedTypeSymbol type)
    {
        IEnumerable<INamedTypeSymbol> bases = type.Interfaces.Where(IsSeen).OrderBy(Key, StringComparer.Ordinal);
        if (type is { TypeKind: TypeKind.Class, BaseType.SpecialType: not SpecialType.System_Object and not SpecialType.None }
            || type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } })
        {
            bases = bases.Prepend(type.BaseType!);
        }

        string list = type.TypeKind == TypeKind.Enum
            ? type.EnumUnderlyingType!.SpecialType == SpecialType.System_Int32 ? string.Empty : type.EnumUnderlyingType.ToDisplayString(Name)
            : string.Join(", ", bases.Select(b => b.ToDisplayString(Name)));
        return list.Length == 0 ? string.Empty : " : " + list;
    }

    private static void Attributes(StringBuilder text, ISymbol symbol, string indent)
    {
        foreach (AttributeData attribute in symbol.GetAttributes().Where(a => KeptAttributes.Contains(a.AttributeClass?.Name)))
        {
            // A ref struct carries a text for old compilers; it is no obsolete type.
            if (symbol is INamedTypeSymbol { IsRefLikeType: true })
            {
                continue;
            }

            IEnumerable<string> arguments = attribute.AttributeClass!.Name == "ObsoleteAttribute"
                ? []
                : attribute.ConstructorArguments.Select(a => $"({a.Type!.ToDisplayString(Name)}){a.Value}")
                    .Concat(attribute.NamedArguments.Select(a => $"{a.Key} = {Constant(a.Value.Value)}"));
            text.Append(CultureInfo.InvariantCulture, $"{indent}[{attribute.AttributeClass.ToDisplayString(Name)}({string.Join(", ", arguments)})]\n");
        }
    }

    private static string Constant(object? value) => value switch
    {
        float.NaN => "0f / 0f",
        float.PositiveInfinity => "1f / 0f",
        float.NegativeInfinity => "-1f / 0f",
        double.NaN => "0d / 0d",
        double.PositiveInfinity => "1d / 0d",
        double.NegativeInfinity => "-1d / 0d",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "d",
        null => "null",
        _ => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false) ?? string.Empty,
    };

    private static string Access(ISymbol symbol) => SyntaxFacts.GetText(symbol.DeclaredAccessibility)!;

    private static string Short(INamedTypeSymbol type) => type.ToDisplayString(ShortName);

    // By the name that metadata has: Int32, not int.
    private static string Key(ISymbol symbol) => symbol.ToDisplayString(FullName);

    private static bool IsSeen(INamedTypeSymbol type) => IsSeen(type.DeclaredAccessibility) && !type.IsImplicitlyDeclared;

    private static bool IsSeenMember(ISymbol member) => member switch
    {
        IMethodSymbol method => IsSeen(method.DeclaredAccessibility)
            && method.MethodKind is MethodKind.Ordinary or MethodKind.Constructor or MethodKind.UserDefinedOperator or MethodKind.Conversion
            && !(method.IsImplicitlyDeclared && method.ContainingType.IsValueType)
            && !(method.Name == WellKnownMemberNames.DestructorName && method.IsOverride),
        IPropertySymbol or IFieldSymbol or IEventSymbol => IsSeen(member.DeclaredAccessibility),
        _ => false,
    };

    private static bool IsSeen(Accessibility accessibility) =>
        accessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static IEnumerable<INamespaceSymbol> Namespaces(INamespaceSymbol space) => space.GetNamespaceMembers()
        .OrderBy(Key, StringComparer.Ordinal).SelectMany(Namespaces).Prepend(space).OrderBy(Key, StringComparer.Ordinal);
}
