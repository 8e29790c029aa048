using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace TinyMl.Nano.Tests.Api;

/// <summary>
/// What the virtual board offers under nanoFramework's names has nanoFramework's signatures: no type and no member more, no
/// other modifier, no other constant. Less is allowed, since firmware that calls what is missing does not compile here.
/// </summary>
public class FacadeTests
{
    private static readonly Dictionary<string, INamedTypeSymbol> Facades = ReadFacades();

    public static TheoryData<string> Names => new(Facades.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Facade_Is_Part_Of_NanoFramework(string name)
    {
        INamedTypeSymbol? real = DeviceApi.FindType(name);
        Assert.NotNull(real);
        Assert.Empty(ApiText.Lines(Facades[name]).Select(Plain).Except(ApiText.Lines(real)));
    }

    [Theory]
    [InlineData("System.SpanByte")]
    [InlineData("System.Device.I2c.I2cDevice")]
    [InlineData("System.Device.I2s.I2sDevice")]
    [InlineData("System.IO.Ports.SerialPort")]
    [InlineData("nanoFramework.Hardware.Esp32.Configuration")]
    [InlineData("nanoFramework.TestFramework.Assert")]
    public void Facades_Are_Found(string name) => Assert.Contains(name, Facades.Keys);

    /// <summary>The comparison notices what a facade must not do.</summary>
    [Theory]
    [InlineData("public static System.SpanByte Slice(int start) => default;")]
    [InlineData("public int Length => 1; public void Sort() { }")]
    [InlineData("public long Length => 1;")]
    [InlineData("public int Length { get; set; }")]
    public void A_Facade_That_Differs_Is_Noticed(string members)
    {
        CSharpCompilation wrong = CSharpCompilation.Create(
            "wrong",
            [CSharpSyntaxTree.ParseText($"namespace System {{ public readonly ref struct SpanByte {{ {members} }} }}")],
            [DeviceApi.Find("mscorlib")!]);
        Assert.NotEmpty(ApiText.Lines(wrong.Assembly.GetTypeByMetadataName("System.SpanByte")!)
            .Except(ApiText.Lines(DeviceApi.FindType("System.SpanByte")!)));
    }

    // The compiler marks a struct's own getters as readonly where the attribute exists, which nanoFramework lacks.
    private static string Plain(string line) => line.EndsWith("{ get; }", StringComparison.Ordinal)
        ? line.Replace("public readonly ", "public ", StringComparison.Ordinal)
        : line;

    // Everything in the two assemblies that others see and that is not the project's own.
    private static Dictionary<string, INamedTypeSymbol> ReadFacades()
    {
        MetadataReference[] facades = new[] { typeof(TinyMl.VirtualBoard.VirtualBoardHost), typeof(global::NFUnitTest.LineTests) }
            .Select(type => (MetadataReference)MetadataReference.CreateFromFile(type.Assembly.Location)).ToArray();
        IEnumerable<MetadataReference> platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Where(file => Path.GetFileName(file).StartsWith("System.", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
        CSharpCompilation all = CSharpCompilation.Create("all", references: facades.Concat(platform));
        return facades.Select(all.GetAssemblyOrModuleSymbol).Cast<IAssemblySymbol>()
            .SelectMany(assembly => Types(assembly.GlobalNamespace))
            .Where(type => type.DeclaredAccessibility == Accessibility.Public && type.ToDisplayString().Split('.')[0] is not ("TinyMl" or "NFUnitTest"))
            .ToDictionary(type => type.ToDisplayString());
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol space) =>
        space.GetTypeMembers().Concat(space.GetNamespaceMembers().SelectMany(Types));
}
