using Microsoft.CodeAnalysis.CSharp;
using TinyMl.Nano.Tests.Analysis;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests;

/// <summary>Everything that goes to a device is nanoFramework 1.x.</summary>
public class FirmwareTests
{
    [Fact]
    public void Every_Device_Project_States_A_Language_Version_That_Makes_No_Types_By_Itself() =>
        Assert.All(DeviceProject.All, project => Assert.Equal(LanguageVersion.CSharp10, project.Language));

    [Fact]
    public void Every_Source_Of_The_Firmware_Belongs_To_A_Project()
    {
        HashSet<string> known = DeviceProject.All.SelectMany(project => project.Sources).ToHashSet();
        string[] sources = Directory.GetFiles(
            Path.Combine(SharedData.Repository, "firmware"), "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.Contains(source, known));
    }
}
