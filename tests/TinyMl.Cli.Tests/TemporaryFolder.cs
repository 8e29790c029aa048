namespace TinyMl.Cli.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tinyml-test");

    internal string Root => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);

    internal string File(string name, byte[]? content = null)
    {
        string path = Path.Combine(_folder.FullName, name);
        if (content is not null)
        {
            System.IO.File.WriteAllBytes(path, content);
        }

        return path;
    }

    internal string[] Names() => _folder.GetFiles().Select(file => file.Name).Order().ToArray();
}
