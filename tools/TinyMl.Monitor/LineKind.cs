namespace TinyMl.Monitor;

/// <summary>What a line of the serial protocol is; firmware/PROTOCOL.md describes each.</summary>
public enum LineKind
{
    /// <summary>A metric: <c>&gt;name:value</c>.</summary>
    Metric,

    /// <summary>An event began or ended.</summary>
    Event,

    /// <summary>An adaptation: what it cost or what it changed.</summary>
    Adaptation,

    /// <summary>What is kept of what was learnt, or a line of a patch that is exported.</summary>
    Patch,

    /// <summary>The state of the sensor.</summary>
    Sensor,

    /// <summary>What the device says at start.</summary>
    Start,

    /// <summary>The answer to a command.</summary>
    Answer,

    /// <summary>An error: a numbered status and its sentence.</summary>
    Error,

    /// <summary>Captured numbers.</summary>
    Capture,

    /// <summary>Text that is not of the protocol, such as a boot loader's.</summary>
    Other,

    /// <summary>Noise: a line that was cut, is overlong, or has bytes that are not ASCII.</summary>
    Bad,
}
