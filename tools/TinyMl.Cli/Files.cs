using TinyMl.Training.Speech;

namespace TinyMl.Cli;

/// <summary>Reads and writes files; every failure becomes one sentence.</summary>
internal static class Files
{
    internal static byte[] ReadBytes(string path) => Guard(path, "read", () => File.ReadAllBytes(path));

    /// <summary>Reads the samples of a WAVE file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sampleRate">The rate that it must have, Hz.</param>
    internal static float[] ReadWav(string path, int sampleRate) => Guard(path, "read", () => WavFile.Read(path, sampleRate));

    internal static string ReadText(string path) => Guard(path, "read", () => File.ReadAllText(path));

    /// <summary>Writes beside the target and renames, so that nobody ever sees half a file.</summary>
    internal static void WriteBytes(string path, byte[] bytes) => Guard(path, "written", () =>
    {
        string partial = path + ".partial";
        File.WriteAllBytes(partial, bytes);
        File.Move(partial, path, overwrite: true);
        return true;
    });

    internal static void MakeFolder(string path) => Guard(path, "made", () => Directory.CreateDirectory(path));

    internal static void WriteText(string path, string text) => WriteBytes(path, System.Text.Encoding.UTF8.GetBytes(text));

    private static T Guard<T>(string path, string verb, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError(ExitCode.File, $"{path} cannot be {verb}: there is no such file or folder. Check the path.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UserError(ExitCode.File, $"{path} cannot be {verb}: {error.Message}");
        }
    }
}
