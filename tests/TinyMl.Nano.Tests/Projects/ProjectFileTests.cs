using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TinyMl.Nano.Tests.Analysis;
using TinyMl.Native.Tests;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Projects;

/// <summary>The device projects are what nanoFramework's extension opens, and nothing where it is absent.</summary>
public sealed partial class ProjectFileTests : IDisposable
{
    private const string NanoFrameworkProject = "11A8DD76-328B-46DF-9F39-F559912D0360";

    private static readonly string Solution = Path.Combine(SharedData.Repository, "TinyMlFirmware.sln");

    private readonly string _folder = Directory.CreateTempSubdirectory("tinyml-nfproj-").FullName;

    public static TheoryData<string> Projects => new(DeviceProject.All.Select(p => p.Name));

    [Fact]
    public void There_Is_An_Application_With_And_One_Without_The_Esp32_Library()
    {
        string[] names = DeviceProject.All.Select(p => p.Name).Order(StringComparer.Ordinal).ToArray();
        Assert.Equal(["NFUnitTest", "TinyMl", "TinyMl.App.Esp32", "TinyMl.App.Stm32", "TinyMl.Interop"], names);
        string[] shared = Directory.GetFiles(Path.Combine(SharedData.Repository, "firmware", "TinyMl.App"), "*.cs");
        Assert.NotEmpty(shared);
        Assert.All(Applications, application => Assert.Subset(application.Sources.ToHashSet(), shared.ToHashSet()));
    }

    /// <summary>A board's firmware has the native part of what its application refers to; only ESP32 has these.</summary>
    [Theory]
    [InlineData("nanoFramework.Hardware.Esp32")]
    [InlineData("System.Device.I2s")]
    [InlineData("System.IO.FileSystem")]
    public void Only_The_Esp32_Application_Refers_To(string library) => Assert.Equal(
        ["TinyMl.App.Esp32"], DeviceProject.All.Where(p => p.References.Contains(library)).Select(p => p.Name));

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_Solution_Has_It_In_Every_Configuration(string name)
    {
        DeviceProject project = Find(name);
        string solution = File.ReadAllText(Solution);
        string path = Path.GetRelativePath(SharedData.Repository, project.File).Replace('/', '\\');
        string id = Element(project, "ProjectGuid")!.Value;
        Assert.Contains($"Project(\"{{{NanoFrameworkProject}}}\") = \"{name}\", \"{path}\", \"{id}\"", solution);
        string[] configurations = Configuration().Matches(solution).Select(m => m.Groups[1].Value).ToArray();
        Assert.Contains("Release|Any CPU", configurations);
        Assert.All(configurations, configuration => Assert.Contains($"{id}.{configuration}.Build.0 = ", solution));
    }

    /// <summary>References and packages.config name the same packages, in the same versions in every project.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void References_Come_From_The_Packages_Of_The_Project(string name)
    {
        DeviceProject project = Find(name);
        Dictionary<string, string> packages = Packages(project);
        HashSet<string> used = [];
        foreach (XElement reference in Xml(project.File).Descendants().Where(e => e.Name.LocalName == "Reference"))
        {
            string include = (string)reference.Attribute("Include")!;
            string hint = reference.Elements().Single(e => e.Name.LocalName == "HintPath").Value;
            Match parts = Hint().Match(hint);
            Assert.True(parts.Success, hint);
            (string package, string version, string library) = (parts.Groups[1].Value, parts.Groups[2].Value, parts.Groups[3].Value);
            Assert.True(used.Add(package) || package == "nanoFramework.TestFramework", $"{package} is referred to twice.");
            Assert.Equal($"{package} {packages.GetValueOrDefault(package)}", $"{package} {version}");
            Assert.Equal(library, include.Split(',')[0]);
            Assert.Contains("PublicKeyToken=c07d481e9758c731", include);
            if (library != "nanoFramework.UnitTestLauncher")
            {
                Assert.Contains($"Version={version}.0,", include);
            }
        }

        Assert.Equal(packages.Keys.Order(), used.Order());
        foreach (DeviceProject other in DeviceProject.All)
        {
            Assert.All(Packages(other).Where(p => packages.ContainsKey(p.Key)), p => Assert.Equal(packages[p.Key], p.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void It_Is_Signed_And_Has_The_Version_Of_The_Repository(string name)
    {
        DeviceProject project = Find(name);
        XElement[] common = Xml(Path.Combine(SharedData.Repository, "firmware", "Device.props")).Descendants().ToArray();
        Assert.Contains(Xml(project.File).Descendants(), e => ((string?)e.Attribute("Project"))?.EndsWith("Device.props") == true);
        Assert.Equal("true", common.Single(e => e.Name.LocalName == "SignAssembly").Value);
        string info = File.ReadAllText(project.Sources.Single(s => Path.GetFileName(s) == "AssemblyInfo.cs"));
        Assert.Contains($"AssemblyTitle(\"{name}\")", info);
        Assert.Contains($"AssemblyVersion(\"{Version}.0\")", info);
    }

    /// <summary>The projects of the solution build where nanoFramework's extension is absent, and leave nothing.</summary>
    [Fact]
    public void They_Build_As_Nothing_Without_The_Extension()
    {
        string filter = Path.Combine(_folder, "device.slnf");
        File.WriteAllText(filter, JsonSerializer.Serialize(new
        {
            solution = new
            {
                path = Solution,
                projects = DeviceProject.All.Select(p => Path.GetRelativePath(SharedData.Repository, p.File).Replace('/', '\\')),
            },
        }));
        (int code, string output) = Tools.Run("dotnet", "build", filter, "-c", "Release");
        Assert.True(code == 0 && output.Contains(" 0 Error(s)", StringComparison.Ordinal), output);
        Assert.All(DeviceProject.All, p => Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(p.File)!, "bin"))));
    }

    /// <summary>What nanoFramework's build leaves in bin is what the packages take.</summary>
    [Theory]
    [InlineData("TinyMl.Interop")]
    [InlineData("TinyMl")]
    public void It_Makes_A_Package(string name)
    {
        DeviceProject project = Find(name);
        string source = Path.GetDirectoryName(project.File)!;
        string specification = Path.Combine(source, name + ".nuspec");
        string copy = Path.Combine(_folder, "firmware", name);
        string output = Path.Combine(copy, "bin", "Release");
        Directory.CreateDirectory(output);
        File.Copy(specification, Path.Combine(copy, name + ".nuspec"));
        File.Copy(Path.Combine(SharedData.Repository, "firmware", "README.md"), Path.Combine(_folder, "firmware", "README.md"));
        File.Copy(Path.Combine(SharedData.Repository, "LICENSE"), Path.Combine(_folder, "LICENSE"));
        string[] built = ["dll", "pdb", "pdbx", "pe", "xml"];
        Array.ForEach(built, end => File.WriteAllText(Path.Combine(output, $"{name}.{end}"), end));

        (int code, string log) = Tools.Run("dotnet", "pack", Path.Combine(copy, name + ".nuspec"), "-o", _folder);
        Assert.True(code == 0, log);
        using System.IO.Compression.ZipArchive package =
            System.IO.Compression.ZipFile.OpenRead(Path.Combine(_folder, $"{name}.{Version}.nupkg"));
        Assert.Equal(
            built.Select(end => $"lib/{name}.{end}").Order(),
            package.Entries.Select(e => e.FullName).Where(e => e.StartsWith("lib/", StringComparison.Ordinal)).Order());

        // It depends on what the project refers to, in the same version.
        Dictionary<string, string> packages = Packages(project);
        foreach (XElement dependency in Xml(specification).Descendants().Where(e => e.Name.LocalName == "dependency"))
        {
            string id = (string)dependency.Attribute("id")!;
            string expected = id == "TinyMl.Interop" ? $"[{Version}]" : packages[id];
            Assert.Equal(expected, (string)dependency.Attribute("version")!);
        }
    }

    public void Dispose() => Directory.Delete(_folder, true);

    private static IEnumerable<DeviceProject> Applications => DeviceProject.All.Where(p => p.Name.StartsWith("TinyMl.App"));

    private static string Version => Xml(Path.Combine(SharedData.Repository, "Directory.Build.props"))
        .Descendants("Version").Single().Value;

    private static DeviceProject Find(string name) => DeviceProject.All.Single(p => p.Name == name);

    private static XElement Xml(string file) => XDocument.Load(file).Root!;

    private static XElement? Element(DeviceProject project, string name) =>
        Xml(project.File).Descendants().SingleOrDefault(e => e.Name.LocalName == name);

    private static Dictionary<string, string> Packages(DeviceProject project) =>
        Xml(Path.Combine(Path.GetDirectoryName(project.File)!, "packages.config")).Elements("package")
            .ToDictionary(p => (string)p.Attribute("id")!, p => (string)p.Attribute("version")!);

    [GeneratedRegex(@"^\t\t(\w+\|[\w ]+) = \1\r?$", RegexOptions.Multiline)]
    private static partial Regex Configuration();

    [GeneratedRegex(@"^\.\.\\\.\.\\packages\\([A-Za-z0-9.]+?)\.([0-9]+\.[0-9]+\.[0-9]+)\\lib\\([A-Za-z0-9.]+)\.(?:dll|exe)$")]
    private static partial Regex Hint();
}
