namespace TinyMl.Bench;

/// <summary>Why a measurement did not come about.</summary>
public enum BenchFailure
{
    /// <summary>A compiler or emulator is missing and cannot be installed.</summary>
    ToolsMissing,

    /// <summary>The compiler or linker refused.</summary>
    Build,

    /// <summary>The emulator failed, or what it printed is not what the harness prints.</summary>
    Run,

    /// <summary>The emulator did not end in time.</summary>
    Timeout,

    /// <summary>The model is larger than the emulated board.</summary>
    TooLarge,
}

/// <summary>A measurement did not come about: one sentence with the cause and the way out.</summary>
public sealed class BenchException : Exception
{
    /// <summary>Makes the exception.</summary>
    public BenchException(BenchFailure failure, string message)
        : base(message) => Failure = failure;

    /// <summary>The kind of failure.</summary>
    public BenchFailure Failure { get; }
}
