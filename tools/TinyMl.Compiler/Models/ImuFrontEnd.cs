using System.Text.Json.Serialization;
using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Models;

/// <summary>The IMU front end of a model; SPEC.md, section "Front end", defines every field and the arithmetic.</summary>
public sealed record ImuFrontEnd : FrontEnd
{
    /// <summary>Subtract each channel's mean over the window.</summary>
    public bool SubtractMean { get; init; } = true;

    /// <summary>Divide each group by its RMS (not below its floor).</summary>
    public bool DivideByRms { get; init; } = true;

    /// <inheritdoc/>
    public override int RecordBytes { get; init; } = 14;

    /// <summary>Raw records averaged to one row.</summary>
    public int Decimation { get; init; } = 2;

    /// <inheritdoc/>
    public override int Rows { get; init; } = 100;

    /// <inheritdoc/>
    public override int Hop { get; init; } = 5;

    /// <summary>Int8 LSB per divisor.</summary>
    public int Gain { get; init; } = 32;

    /// <inheritdoc/>
    public override int SampleRate { get; init; } = 50_000;

    /// <summary>Offset of each channel's big-endian int16 in a record; the default is the MPU family's FIFO with temperature.</summary>
    public int[] ByteOffsets { get; init; } = [0, 2, 4, 8, 10, 12];

    /// <summary>Normalisation group of each channel.</summary>
    public int[] Groups { get; init; } = [0, 0, 0, 1, 1, 1];

    /// <summary>Least divisor of each group, in raw LSB.</summary>
    public int[] Floors { get; init; } = [256, 512];

    /// <summary>Sensor range the model was trained for: g, degrees per second.</summary>
    public int[] FullScales { get; init; } = [4, 1000];

    /// <inheritdoc/>
    [JsonIgnore]
    public override Shape InputShape => Shape.Sequence(Rows, ByteOffsets.Length);

    /// <summary>How the front end quantises: one divisor (RMS or floor) is <see cref="Gain"/> LSB.</summary>
    [JsonIgnore]
    public override QuantizationParameters InputQuantization => new(1f / Gain, 0);

    /// <inheritdoc/>
    [JsonIgnore]
    public override int RecordsPerRow => Decimation;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override int MemoryBytes => 2 * InputShape.Elements;
}
