namespace TinyMl.Compiler;

/// <summary>A model cannot be compiled or read; the message is one sentence with the cause and the way out.</summary>
public sealed class CompileException : Exception
{
    /// <summary>Makes the exception.</summary>
    public CompileException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception with what caused it.</summary>
    public CompileException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
