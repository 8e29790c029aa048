namespace TinyMl.Boards.Flashing;

/// <summary>One call of nanoff.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="DeployFile">The text of the JSON file that <c>--filedeployment</c> reads; null: none.</param>
public sealed record NanoffStep(string Title, IReadOnlyList<string> Arguments, string? DeployFile = null)
{
    /// <summary>Stands in the arguments for the path of that file, which exists only while nanoff runs.</summary>
    public const string DeployPlaceholder = "deploy.json";

    /// <summary>The call as a person would type it.</summary>
    public string CommandLine => string.Join(' ', Arguments.Prepend("nanoff").Select(Quote));

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:\\~=+".Contains(c))
            ? argument
            : $"\"{argument}\"";
}
