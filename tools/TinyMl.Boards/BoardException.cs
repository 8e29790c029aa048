namespace TinyMl.Boards;

/// <summary>A board, an image or an application is not what it should be; the message is one sentence with cause and way out.</summary>
public sealed class BoardException(string message, bool isUsage = false) : Exception(message)
{
    /// <summary>Whether the request is at fault and not a file.</summary>
    public bool IsUsage { get; } = isUsage;
}
