using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Mono.Cecil;
using TinyMl.Nano.Tests.Analysis;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Interop;

/// <summary>The assembly TinyMl.Interop, compiled from its sources in the order of its project.</summary>
internal static class InteropAssembly
{
    // nanoFramework's mscorlib has this attribute, .NET has not. It must not become a type of the assembly itself.
    private const string NativeVersionAttribute = """
        namespace System.Reflection
        {
            [AttributeUsage(AttributeTargets.Assembly)]
            public sealed class AssemblyNativeVersionAttribute : Attribute
            {
                public AssemblyNativeVersionAttribute(string version) { }
            }
        }
        """;

    public static string Folder { get; } = Path.Combine(SharedData.Repository, "firmware", "TinyMl.Interop");

    /// <summary>The sources by path.</summary>
    public static IReadOnlyList<(string Path, string Text)> Sources { get; } = DeviceProject.All
        .Single(project => project.IsInterop).Sources.Select(source => (source, File.ReadAllText(source))).ToArray();

    /// <summary>Compiles sources as the project would.</summary>
    /// <param name="sources">The sources.</param>
    /// <param name="keyFile">A key to sign with; null: none.</param>
    public static AssemblyDefinition Compile(IEnumerable<(string Path, string Text)> sources, string? keyFile = null)
    {
        MetadataReference[] references =
        [
            .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(file => Path.GetFileName(file) is "System.Private.CoreLib.dll" or "System.Runtime.dll")
                .Select(file => MetadataReference.CreateFromFile(file)),
        ];
        using MemoryStream attribute = Emit(
            CSharpCompilation.Create("mscorlib.more", [CSharpSyntaxTree.ParseText(NativeVersionAttribute)], references, Library));
        CSharpCompilation compilation = CSharpCompilation.Create(
            "TinyMl.Interop",
            sources.Select(s => CSharpSyntaxTree.ParseText(s.Text, new CSharpParseOptions(LanguageVersion.CSharp10), s.Path)),
            [.. references, MetadataReference.CreateFromStream(attribute)],
            keyFile is null ? Library : Library.WithCryptoKeyFile(keyFile).WithStrongNameProvider(new DesktopStrongNameProvider()));
        return AssemblyDefinition.ReadAssembly(Emit(compilation));
    }

    private static CSharpCompilationOptions Library =>
        new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, deterministic: true);

    private static MemoryStream Emit(CSharpCompilation compilation)
    {
        MemoryStream image = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        image.Position = 0;
        return image;
    }
}
