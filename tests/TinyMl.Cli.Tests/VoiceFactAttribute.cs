namespace TinyMl.Cli.Tests;

/// <summary>A test that needs the synthesiser espeak-ng; without it, it is skipped and says so.</summary>
internal sealed class VoiceFactAttribute : FactAttribute
{
    public VoiceFactAttribute()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "espeak-ng"))))
        {
            Skip = "The program espeak-ng is absent.";
        }
    }
}
