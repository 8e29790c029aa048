using System.Text.Json.Serialization;

namespace TinyMl.Boards;

/// <summary>The motion sensor and its bus.</summary>
public sealed record BoardImu
{
    /// <summary>The part or parts.</summary>
    public required string Part { get; init; }

    /// <summary>Whether it is on the board.</summary>
    public required bool OnBoard { get; init; }

    /// <summary>7-bit I2C address.</summary>
    [JsonConverter(typeof(AddressConverter))]
    public required uint Address { get; init; }

    /// <summary>The bus as managed code numbers it.</summary>
    public required int Bus { get; init; }

    /// <summary>Clock of the bus in Hz.</summary>
    public required int Hertz { get; init; }

    /// <summary>Data.</summary>
    public required string Sda { get; init; }

    /// <summary>Clock.</summary>
    public required string Scl { get; init; }

    /// <summary>Where the facts come from.</summary>
    public required string Source { get; init; }
}

/// <summary>The serial port for the log.</summary>
public sealed record BoardLog
{
    /// <summary>The port as managed code names it.</summary>
    public required string Port { get; init; }

    /// <summary>Bits a second.</summary>
    public required int Baud { get; init; }

    /// <summary>The board's output.</summary>
    public required string Tx { get; init; }

    /// <summary>The board's input.</summary>
    public required string Rx { get; init; }

    /// <summary>Where the other end is.</summary>
    public required string Via { get; init; }

    /// <summary>Where the facts come from.</summary>
    public required string Source { get; init; }
}

/// <summary>The microphone: at an ADC on the sensor's bus, or on I2S.</summary>
public sealed record BoardMicrophone
{
    /// <summary>The part.</summary>
    public required string Part { get; init; }

    /// <summary>Whether it is on the board.</summary>
    public required bool OnBoard { get; init; }

    /// <summary>How it is connected.</summary>
    public required MicrophoneInterface Interface { get; init; }

    /// <summary>7-bit I2C address of its ADC; null: it is on I2S.</summary>
    [JsonConverter(typeof(AddressConverter))]
    public required uint? Address { get; init; }

    /// <summary>Which half of a frame it fills, left or right; null: it is at an ADC, as the pins.</summary>
    public required string? Slot { get; init; }

    /// <summary>Bit clock, or the clock of pulse density.</summary>
    public required string? Clock { get; init; }

    /// <summary>Word clock; null: pulse density needs none.</summary>
    public required string? WordSelect { get; init; }

    /// <summary>Data.</summary>
    public required string? Data { get; init; }

    /// <summary>Where the facts come from.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it is at an ADC.</summary>
    [JsonIgnore]
    public bool IsAdc => Interface is MicrophoneInterface.Mcp3021 or MicrophoneInterface.Mcp3221;
}

/// <summary>How a microphone is connected.</summary>
public enum MicrophoneInterface
{
    /// <summary>Standard I2S.</summary>
    I2s,

    /// <summary>Pulse density.</summary>
    Pdm,

    /// <summary>An ADC of 10 bits on I2C.</summary>
    Mcp3021,

    /// <summary>An ADC of 12 bits on I2C.</summary>
    Mcp3221,
}
