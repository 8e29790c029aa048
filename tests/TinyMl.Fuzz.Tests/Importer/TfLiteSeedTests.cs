using TinyMl.Compiler.Graphs;
using TinyMl.Compiler.Models;
using TinyMl.Compiler.TfLite;
using TinyMl.Engine;

namespace TinyMl.Fuzz.Tests.Importer;

public class TfLiteSeedTests
{
    public static TheoryData<string> Names => new(TfLiteSeeds.All().Select(seed => seed.Name));

    /// <summary>A seed that the importer refuses would leave its operator's code unexplored.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Seed_Imports_Compiles_And_Passes_The_Device_Check(string name)
    {
        byte[] file = TfLiteSeeds.All().Single(seed => seed.Name == name).File;
        Graph graph = TfLiteImporter.Import(file, name);
        byte[] model = ModelCompiler.Compile(graph, new Pipeline { SelfTests = 1 }).Bytes;
        Assert.Equal(TmlStatus.Ok, NativeEngine.Check(model));
    }
}
