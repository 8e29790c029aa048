namespace TinyMl.Engine;

/// <summary>A call of the engine was refused; the message is the engine's own sentence.</summary>
public sealed class TmlException : Exception
{
    /// <summary>Makes the exception of a status.</summary>
    public TmlException(TmlStatus status)
        : base($"{Tml.StatusText(status)} ({(int)status})") => Status = status;

    /// <summary>Why.</summary>
    public TmlStatus Status { get; }

    /// <summary>Throws if <paramref name="status"/> is an error; returns it otherwise.</summary>
    public static TmlStatus ThrowIfError(TmlStatus status) =>
        status < 0 ? throw new TmlException(status) : status;
}
