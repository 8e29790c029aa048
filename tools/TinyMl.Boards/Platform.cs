using System.Text.Json.Serialization;

namespace TinyMl.Boards;

/// <summary>What nanoff calls a platform: decides how a board is flashed.</summary>
public enum Platform
{
    /// <summary>Espressif: by serial port.</summary>
    [JsonStringEnumMemberName("esp32")]
    Esp32,

    /// <summary>ST: by the probe on the board.</summary>
    [JsonStringEnumMemberName("stm32")]
    Stm32,

    /// <summary>Raspberry Pi: as a USB drive.</summary>
    [JsonStringEnumMemberName("rpi_pico")]
    RaspberryPi,
}
