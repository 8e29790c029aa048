using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Analysis;

/// <summary>A project for the device as its .nfproj describes it; conditions are ignored, so every source counts.</summary>
internal sealed record DeviceProject(
    string Name,
    string File,
    string? LangVersion,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> References,
    IReadOnlyList<string> ProjectReferences)
{
    /// <summary>Every device project of the repository, each after those that it refers to.</summary>
    internal static IReadOnlyList<DeviceProject> All { get; } = Ordered(Directory
        .EnumerateFiles(SharedData.Repository, "*.nfproj", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}artifacts{Path.DirectorySeparatorChar}"))
        .Order(StringComparer.Ordinal)
        .Select(Read));

    /// <summary>The assembly holds unit tests, in which texts and fresh objects are welcome.</summary>
    internal bool IsTest => Name == "NFUnitTest";

    /// <summary>The assembly that holds the native methods and nothing else.</summary>
    internal bool IsInterop => Name == "TinyMl.Interop";

    /// <summary>The language version that the project states; null: none, or not one of C#.</summary>
    internal LanguageVersion? Language =>
        LanguageVersionFacts.TryParse(LangVersion, out LanguageVersion version) ? version.MapSpecifiedToEffectiveVersion() : null;

    /// <summary>Reads a project file and the files of this repository that it imports.</summary>
    internal static DeviceProject Read(string file)
    {
        List<(string Folder, XElement Element)> elements = Elements(file).ToList();
        string? Property(string name) => elements.Select(e => e.Element).LastOrDefault(e => e.Name.LocalName == name)?.Value;
        IEnumerable<(string Folder, string Include)> Items(string name) => elements
            .Where(e => e.Element.Name.LocalName == name && e.Element.Attribute("Include") is not null)
            .Select(e => (e.Folder, Regex.Replace(
                (string)e.Element.Attribute("Include")!, @"\$\((\w+)\)", m => Property(m.Groups[1].Value) ?? m.Value).Replace('\\', '/')));

        return new DeviceProject(
            Property("AssemblyName") ?? Path.GetFileNameWithoutExtension(file),
            file,
            Property("LangVersion"),
            Items("Compile").SelectMany(item => Expand(item.Folder, item.Include)).Distinct().ToArray(),
            Items("Reference").Select(item => item.Include.Split(',')[0]).Distinct().ToArray(),
            Items("ProjectReference").Select(item => Path.GetFullPath(Path.Combine(item.Folder, item.Include))).ToArray());
    }

    private static IEnumerable<(string Folder, XElement Element)> Elements(string file)
    {
        string folder = Path.GetDirectoryName(file)!;
        foreach (XElement element in XDocument.Load(file).Root!.Descendants())
        {
            yield return (folder, element);
            string? import = element.Name.LocalName == "Import" ? (string?)element.Attribute("Project") : null;
            import = import is null ? null : Path.Combine(folder, Plain(import));
            if (System.IO.File.Exists(import))
            {
                foreach ((string, XElement) inner in Elements(import))
                {
                    yield return inner;
                }
            }
        }
    }

    private static string Plain(string path) =>
        path.Replace("$(MSBuildThisFileDirectory)", string.Empty, StringComparison.Ordinal).Replace('\\', '/');

    private static IEnumerable<string> Expand(string folder, string include)
    {
        string path = Path.GetFullPath(Path.Combine(folder, Plain(include)));
        if (!path.Contains('*'))
        {
            return [path];
        }

        bool deep = path.Contains("/**/");
        return Directory.EnumerateFiles(
            Path.GetDirectoryName(deep ? path[..path.IndexOf("/**/", StringComparison.Ordinal)] + "/x" : path)!,
            Path.GetFileName(path),
            deep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly).Order(StringComparer.Ordinal);
    }

    private static List<DeviceProject> Ordered(IEnumerable<DeviceProject> projects)
    {
        List<DeviceProject> waiting = projects.ToList();
        List<DeviceProject> ordered = [];
        while (waiting.Find(p => p.ProjectReferences.All(r => waiting.TrueForAll(w => w.File != r))) is { } next)
        {
            waiting.Remove(next);
            ordered.Add(next);
        }

        return waiting.Count == 0 ? ordered : throw new InvalidOperationException("The device projects refer to each other in a circle.");
    }
}
