using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using TinyMl.Tests.Shared;

namespace TinyMl.Cli.Tests;

/// <summary>The tool as a package: packed, installed from a local feed into a fresh folder, run where no repository is.</summary>
public sealed class PackageTests : IClassFixture<PackageTests.InstalledTool>
{
    private readonly InstalledTool _tool;

    public PackageTests(InstalledTool tool) => _tool = tool;

    [Fact]
    public void Package_Says_What_It_Is()
    {
        using ZipArchive package = ZipFile.OpenRead(Assert.Single(Directory.GetFiles(_tool.Feed, "*.nupkg")));
        using Stream stream = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        Dictionary<string, string> metadata = XDocument.Load(stream).Descendants()
            .Where(e => e.Parent?.Name.LocalName == "metadata").ToDictionary(e => e.Name.LocalName, e => e.Value);
        Assert.Equal("TinyMl.Tool", metadata["id"]);
        Assert.Matches(@"^\d+\.\d+\.\d+", metadata["version"]);
        Assert.Equal("MIT", metadata["license"]);
        Assert.Equal("README.md", metadata["readme"]);
        Assert.Contains(package.Entries, e => e.FullName == "README.md" && e.Length > 0);
        Assert.Contains(package.Entries, e => e.FullName == "LICENSE" && e.Length > 0);
    }

    [Fact]
    public void Boards_And_The_Model_Come_With_It()
    {
        Tool.Result result = _tool.Run("boards", "--json");
        Assert.True(result.Exit == 0, result.Error);
        string[] expected = Directory.GetFiles(Path.Combine(SharedData.Repository, "boards"), "board.json", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!)).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(expected);
        Assert.All(expected, board => Assert.Contains($"\"{board}\"", result.Output));
        Assert.Contains("gesture-digits", result.Output);
    }

    [Fact]
    public void A_Model_Is_Inspected_And_Run_By_The_Engine_Inside()
    {
        string model = _tool.Copy(Tool.Model);
        Assert.Equal(0, _tool.Run("inspect", model).Exit);
        Tool.Result result = _tool.Run("selftest", model);
        Assert.True(result.Exit == 0, result.Error);
    }

    [Fact]
    public void What_Needs_A_Checkout_Says_So()
    {
        foreach (string[] command in new[] { ["test"], new[] { "boards", "--write" } })
        {
            Tool.Result result = _tool.Run(command);
            Assert.Equal(2, result.Exit);
            Assert.Contains("checkout of the repository", result.Error);
        }
    }

    [Fact]
    public void Without_An_Engine_For_This_Platform_One_Sentence_Says_Where_To_Go()
    {
        string engine = Assert.Single(Directory.GetFiles(_tool.Folder, "libtinyml.so", SearchOption.AllDirectories));
        string aside = engine + ".aside";
        File.Move(engine, aside);
        try
        {
            Tool.Result result = _tool.Run("selftest", _tool.Copy(Tool.Model));
            Assert.Equal(3, result.Exit);
            Assert.Contains("no inference engine for " + RuntimeInformation.RuntimeIdentifier, result.Error);
            Assert.DoesNotContain("   at ", result.Error);
        }
        finally
        {
            File.Move(aside, engine);
        }
    }

    /// <summary>The tool, packed from what the tests were built with and installed into a folder of its own.</summary>
    public sealed class InstalledTool : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public InstalledTool()
        {
            Feed = Directory.CreateDirectory(Path.Combine(_folder.Root, "feed")).FullName;
            Folder = Path.Combine(_folder.Root, "tools");
            string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            Dotnet("pack", Path.Combine(SharedData.Repository, "tools", "TinyMl.Cli"), "-c", configuration, "--no-build", "-o", Feed);
            File.WriteAllText(
                Path.Combine(_folder.Root, "nuget.config"),
                $"<configuration><packageSources><clear /><add key=\"local\" value=\"{Feed}\" /></packageSources></configuration>");
            Dotnet("tool", "install", "TinyMl.Tool", "--tool-path", Folder, "--configfile", Path.Combine(_folder.Root, "nuget.config"));
        }

        internal string Feed { get; }

        internal string Folder { get; }

        public void Dispose() => _folder.Dispose();

        internal Tool.Result Run(params string[] arguments) => Start(Path.Combine(Folder, "tinyml"), arguments);

        internal string Copy(string file)
        {
            string copy = Path.Combine(_folder.Root, Path.GetFileName(file));
            File.Copy(file, copy, overwrite: true);
            return copy;
        }

        private void Dotnet(params string[] arguments)
        {
            Tool.Result result = Start("dotnet", arguments);
            Assert.True(result.Exit == 0, result.Output + result.Error);
        }

        private Tool.Result Start(string program, string[] arguments)
        {
            ProcessStartInfo start = new(program, arguments)
            {
                WorkingDirectory = _folder.Root,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            start.Environment.Remove("TINYML_ROOT");

            // A package of the same version that was packed before would be taken from the user's own folder.
            start.Environment["NUGET_PACKAGES"] = program == "dotnet" && arguments[0] == "tool" ? Path.Combine(_folder.Root, "packages") : null;
            start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
            using Process process = Process.Start(start)!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return new Tool.Result(process.ExitCode, output, error.Result);
        }
    }
}
