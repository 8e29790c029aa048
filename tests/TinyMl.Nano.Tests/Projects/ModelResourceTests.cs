using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Projects;

/// <summary>The application asks for the resource that nanoFramework's build makes of Models.resx.</summary>
public class ModelResourceTests
{
    private static readonly string Folder = Path.Combine(SharedData.Repository, "firmware", "TinyMl.App");

    private static readonly string Source = File.ReadAllText(Path.Combine(Folder, "FirstModel.cs"));

    private static readonly XElement Data =
        XDocument.Load(Path.Combine(Folder, "Models.resx")).Root!.Elements("data").Single();

    [Fact]
    public void The_Id_Is_That_Of_The_Name()
    {
        string id = Regex.Match(Source, @"ResourceId = (-?\d+);").Groups[1].Value;
        Assert.Equal(IdOf((string)Data.Attribute("name")!).ToString(), id);
    }

    /// <summary>The id that nanoFramework's sample HttpWebRequest has in its generated sources.</summary>
    [Fact]
    public void The_Rule_Of_Ids_Gives_A_Known_One() => Assert.Equal(1766, IdOf("DigiCertGlobalRootCA"));

    /// <summary>A resource file is called after the root namespace and the path in the project.</summary>
    [Theory]
    [InlineData("TinyMl.App.Esp32")]
    [InlineData("TinyMl.App.Stm32")]
    public void The_File_Has_The_Name_Of_Root_Namespace_And_Link(string application)
    {
        XElement project = XDocument.Load(
            Path.Combine(SharedData.Repository, "firmware", application, application + ".nfproj")).Root!;
        string root = project.Descendants().Single(e => e.Name.LocalName == "RootNamespace").Value;
        XElement resource = project.Descendants().Single(e => e.Name.LocalName == "EmbeddedResource");
        string name = Path.GetFileNameWithoutExtension((string)resource.Attribute("Link")!);
        Assert.Equal(@"..\TinyMl.App\Models.resx", (string)resource.Attribute("Include")!);
        Assert.Contains($"ResourceFile = \"{root}.{name}.nanoresources\";", Source);
    }

    /// <summary>The build puts the model that a project names where Models.resx looks for it, and says so where there is none.</summary>
    [Theory]
    [InlineData("TinyMl.App.Esp32")]
    [InlineData("TinyMl.App.Stm32")]
    public void The_Build_Takes_The_Model_That_Is_Named(string application)
    {
        string[] value = Data.Element("value")!.Value.Split(';');
        string resource = Path.Combine(Folder, value[0].Replace('\\', '/'));
        Assert.StartsWith("System.Byte[], mscorlib", value[1]);
        Assert.Equal(0, ChooseModel(application, null).ExitCode);

        // The device reads words in place, and each resource begins where the one before ends.
        byte[] model = File.ReadAllBytes(resource);
        Assert.Equal("TML1"u8.ToArray(), model[..4]);
        Assert.Equal(0, model.Length % 4);

        string other = Path.Combine(Directory.CreateTempSubdirectory().FullName, "other.tml");
        (int exit, string output) = ChooseModel(application, other);
        Assert.NotEqual(0, exit);
        Assert.Contains($"There is no model {other}", output);

        File.WriteAllBytes(other, [1, 2, 3, 4]);
        Assert.Equal(0, ChooseModel(application, other).ExitCode);
        Assert.Equal([1, 2, 3, 4], File.ReadAllBytes(resource));
        Assert.Equal(0, ChooseModel(application, null).ExitCode);
        Assert.Equal(model, File.ReadAllBytes(resource));
    }

    // What runs before the build; the build itself needs nanoFramework's extension.
    private static (int ExitCode, string Output) ChooseModel(string application, string? model)
    {
        string project = Path.Combine(SharedData.Repository, "firmware", application, application + ".nfproj");
        string[] named = model is null ? [] : [$"-p:TinyMlModel={model}"];
        using Process build = Process.Start(new ProcessStartInfo("dotnet", ["msbuild", project, "-t:ChooseModel", "-nologo", .. named])
        {
            RedirectStandardOutput = true,
        })!;
        string output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        return (build.ExitCode, output);
    }

    // Two hashes over every other character, mixed and folded to 16 bits (nanoResourcesTable of metadata-processor 3.0).
    private static short IdOf(string name)
    {
        int[] hashes = [(5381 << 16) + 5381, (5381 << 16) + 5381];
        for (int i = 0; i < name.Length; i++)
        {
            hashes[i % 2] = unchecked((hashes[i % 2] << 5) + hashes[i % 2]) ^ name[i];
        }

        int hash = unchecked(hashes[0] + (hashes[1] * 1566083941));
        return (short)(unchecked((short)(hash >> 16)) ^ unchecked((short)hash));
    }
}
