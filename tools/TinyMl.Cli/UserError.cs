namespace TinyMl.Cli;

/// <summary>Something that the user can mend: one sentence with the cause and the way out.</summary>
internal sealed class UserError(ExitCode code, string message) : Exception(message)
{
    internal ExitCode Code { get; } = code;
}
