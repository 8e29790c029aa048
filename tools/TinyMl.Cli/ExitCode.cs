namespace TinyMl.Cli;

/// <summary>What the exit code of every command means.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>A fault of the tool itself.</summary>
    Internal = 1,

    /// <summary>The command line is wrong.</summary>
    Usage = 2,

    /// <summary>A file or port cannot be opened, read or written.</summary>
    File = 3,

    /// <summary>A model is refused; the sentence carries the engine's own number.</summary>
    Model = 4,

    /// <summary>A recipe, network, recording, board, firmware image or application is wrong, or they do not belong together.</summary>
    Content = 5,

    /// <summary>The work was done and its outcome is bad: tests failed, a self-test differed, a model does not fit, nanoff failed.</summary>
    Failed = 6,

    /// <summary>Ended by Ctrl+C.</summary>
    Cancelled = 130,
}
