namespace TinyMl.Training.Recordings;

/// <summary>Recordings that cannot be read; the message names file, cause and way out.</summary>
public sealed class RecordingException : Exception
{
    /// <summary>Makes an exception.</summary>
    public RecordingException(string message)
        : base(message)
    {
    }
}
