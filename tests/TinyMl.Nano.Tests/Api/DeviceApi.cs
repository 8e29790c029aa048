using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Api;

/// <summary>
/// The libraries of nanoFramework 1.x as far as others see them, from the declarations in this folder: what firmware is
/// compiled against. Nothing else of .NET is there, so what a device lacks is a compiler's error with file and line.
/// </summary>
internal static partial class DeviceApi
{
    /// <summary>Where the declarations lie.</summary>
    internal static string Folder { get; } = Path.Combine(SharedData.Repository, "tests", "TinyMl.Nano.Tests", "Api", "1.x");

    /// <summary>Each library's declarations by the name of its assembly.</summary>
    internal static IReadOnlyDictionary<string, CSharpCompilation> Libraries { get; } = Read();

    /// <summary>The library as a reference; null: there is none of this name.</summary>
    internal static MetadataReference? Find(string name) =>
        Libraries.TryGetValue(name, out CSharpCompilation? library) ? library.ToMetadataReference() : null;

    /// <summary>The type of this name; null: no library has it.</summary>
    internal static INamedTypeSymbol? FindType(string metadataName) => Libraries.Values
        .Select(library => library.Assembly.GetTypeByMetadataName(metadataName)).FirstOrDefault(type => type is not null);

    /// <summary>The first lines of a file: the assembly with its version, and what it refers to.</summary>
    internal static string Head(IAssemblySymbol assembly) =>
        $"// {assembly.Name} {assembly.Identity.Version}\n"
        + $"// references {string.Join(", ", assembly.Modules.Single().ReferencedAssemblies.Select(r => r.Name).Order(StringComparer.Ordinal))}\n";

    private static Dictionary<string, CSharpCompilation> Read()
    {
        Dictionary<string, (string Text, string Version, string[] References)> waiting = Directory
            .EnumerateFiles(Folder, "*.txt")
            .Select(file => (File: file, Match: HeadPattern().Match(File.ReadAllText(file))))
            .ToDictionary(
                f => f.Match.Groups[1].Value,
                f => (File.ReadAllText(f.File), f.Match.Groups[2].Value, f.Match.Groups[3].Value.Split(", ", StringSplitOptions.RemoveEmptyEntries)));
        Dictionary<string, CSharpCompilation> libraries = [];
        while (waiting.FirstOrDefault(w => w.Value.References.All(libraries.ContainsKey)) is { Key: not null } next)
        {
            waiting.Remove(next.Key);
            libraries.Add(next.Key, Declare(next.Key, next.Value.Text, next.Value.Version, next.Value.References.Select(r => libraries[r])));
        }

        return waiting.Count == 0 ? libraries : throw new InvalidOperationException(
            $"These libraries refer to some that are not there: {string.Join(", ", waiting.Keys)}.");
    }

    // Bodies are missing on purpose: others only look at the declarations.
    private static CSharpCompilation Declare(string name, string text, string version, IEnumerable<CSharpCompilation> references) =>
        CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(text, path: name), CSharpSyntaxTree.ParseText($"[assembly: System.Reflection.AssemblyVersion(\"{version}\")]")],
            references.Select(r => r.ToMetadataReference()),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    [GeneratedRegex(@"\A// (\S+) (\S+)\r?\n// references ([^\r\n]*)")]
    private static partial Regex HeadPattern();
}
