using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyMl.Nano.Tests.Api;

/// <summary>The allow-list is complete in itself, in one form only, and what the libraries export.</summary>
public class DeviceApiTests
{
    private const string Libraries = "TINYML_NANOFRAMEWORK";

    // What a declaration without bodies lacks: bodies, explicit implementations, the fields behind a struct.
    private static readonly string[] Expected = ["CS0501", "CS0535", "CS0534", "CS0738", "CS0660", "CS0661", "CS0067", "CS0465", "CS0523", "CS8345"];

    public static TheoryData<string> Names => new(DeviceApi.Libraries.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Declarations_Name_Only_What_Is_Declared(string name) => Assert.Empty(DeviceApi.Libraries[name].GetDiagnostics()
        .Where(d => d.Severity == DiagnosticSeverity.Error && !Expected.Contains(d.Id)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Declarations_Have_One_Form(string name)
    {
        IAssemblySymbol assembly = DeviceApi.Libraries[name].Assembly;
        string text = File.ReadAllText(Path.Combine(DeviceApi.Folder, name + ".txt"));
        Assert.Equal(text, text[..text.IndexOf("\nnamespace", StringComparison.Ordinal)] + ApiText.Write(assembly));
    }

    /// <summary>With the libraries at hand (any build of them, TINYML_NANOFRAMEWORK names the folder): the same, word for word.</summary>
    [SkippableFact]
    public void Declarations_Are_Those_Of_The_Libraries()
    {
        string? folder = Environment.GetEnvironmentVariable(Libraries);
        Skip.If(folder is null, $"{Libraries} names no folder with nanoFramework's assemblies.");
        PortableExecutableReference[] references = Directory.GetFiles(folder!, "*.dll")
            .Select(file => MetadataReference.CreateFromFile(file)).ToArray();
        CSharpCompilation all = CSharpCompilation.Create("all", references: references);
        Dictionary<string, IAssemblySymbol> real = references
            .Select(r => (IAssemblySymbol)all.GetAssemblyOrModuleSymbol(r)!).ToDictionary(a => a.Name);
        foreach (string name in DeviceApi.Libraries.Keys)
        {
            string file = Path.Combine(DeviceApi.Folder, name + ".txt");
            string text = DeviceApi.Head(real[name]) + ApiText.Write(real[name]);
            if (Environment.GetEnvironmentVariable("TINYML_WRITE") == "1")
            {
                File.WriteAllText(file, text);
            }

            Assert.Equal(text, File.ReadAllText(file));
        }
    }
}
