using TinyMl.Tests.Shared;

namespace TinyMl.Nano.Tests.Analysis;

/// <summary>A place in the sources that breaks a rule.</summary>
/// <param name="Rule">The rule's short name.</param>
/// <param name="File">The source file, or the project file.</param>
/// <param name="Line">The line, counted from 1; 0: the file as a whole.</param>
/// <param name="Why">What is wrong, and what happens on the device.</param>
internal sealed record Finding(string Rule, string File, int Line, string Why)
{
    public override string ToString() => $"{Path.GetRelativePath(SharedData.Repository, File)}({Line}): {Rule}: {Why}";
}
