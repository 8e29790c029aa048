using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;
using Mono.Cecil;
using Mono.Cecil.Cil;
using TinyMl.Nano.Tests.Api;

namespace TinyMl.Nano.Tests.Analysis;

/// <summary>A device project, compiled against the device's libraries and nothing else.</summary>
internal sealed class CompiledProject
{
    private readonly List<CompiledProject> _references;

    private CompiledProject(DeviceProject project, CSharpCompilation compilation, List<CompiledProject> references)
    {
        Project = project;
        Compilation = compilation;
        _references = references;

        // Cecil reads literals from the image when they are asked for: both stay open.
        MemoryStream image = new();
        MemoryStream symbols = new();
        EmitResult result = compilation.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        Errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        Warnings = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Warning).ToArray();
        if (result.Success)
        {
            image.Position = 0;
            symbols.Position = 0;
            Assembly = AssemblyDefinition.ReadAssembly(image, new ReaderParameters(ReadingMode.Immediate)
            {
                ReadSymbols = true,
                SymbolStream = symbols,
                SymbolReaderProvider = new PortablePdbReaderProvider(),
            });
        }
    }

    /// <summary>Every device project of the repository.</summary>
    internal static IReadOnlyList<CompiledProject> All { get; } = CompileAll();

    internal DeviceProject Project { get; }

    internal CSharpCompilation Compilation { get; }

    internal IReadOnlyList<Diagnostic> Errors { get; }

    internal IReadOnlyList<Diagnostic> Warnings { get; }

    /// <summary>The emitted assembly with its places in the sources; null: the project does not compile.</summary>
    internal AssemblyDefinition? Assembly { get; }

    /// <summary>This project and everything of the repository that it refers to.</summary>
    internal IEnumerable<CompiledProject> WithReferences => _references.SelectMany(r => r.WithReferences).Prepend(this).Distinct();

    /// <summary>The trees with their models of meaning.</summary>
    internal IEnumerable<(SyntaxTree Tree, SemanticModel Model)> Sources =>
        Compilation.SyntaxTrees.Select(tree => (tree, Compilation.GetSemanticModel(tree)));

    /// <summary>Compiles sources as a project states it, as Visual Studio does for a release.</summary>
    internal static CompiledProject Compile(
        DeviceProject project, IEnumerable<(string File, string Text)> sources, IReadOnlyList<CompiledProject> references)
    {
        CSharpParseOptions parse = new(project.Language ?? LanguageVersion.Latest, DocumentationMode.Diagnose);
        CSharpCompilation compilation = CSharpCompilation.Create(
            project.Name,
            sources.Select(source => CSharpSyntaxTree.ParseText(SourceText.From(source.Text, Encoding.UTF8), parse, source.File)),
            project.References.Select(DeviceApi.Find).OfType<MetadataReference>()
                .Concat(references.Select(r => r.Compilation.ToMetadataReference())),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        return new CompiledProject(project, compilation, [.. references]);
    }

    /// <summary>A finding at a place of the sources.</summary>
    internal static Finding At(string rule, Location location, string why)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        return new Finding(rule, span.Path, span.StartLinePosition.Line + 1, why);
    }

    private static List<CompiledProject> CompileAll()
    {
        List<CompiledProject> compiled = [];
        foreach (DeviceProject project in DeviceProject.All)
        {
            compiled.Add(Compile(
                project,
                project.Sources.Select(file => (file, File.ReadAllText(file))),
                compiled.Where(c => project.ProjectReferences.Contains(c.Project.File)).ToArray()));
        }

        return compiled;
    }
}
