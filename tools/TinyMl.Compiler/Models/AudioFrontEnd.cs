using System.Text.Json.Serialization;
using TinyMl.Compiler.Graphs;

namespace TinyMl.Compiler.Models;

/// <summary>What a window of sound is seen relative to.</summary>
public enum AudioLevel
{
    /// <summary>Full scale: 32768.</summary>
    FullScale = 0,

    /// <summary>The window's greatest sample; negative ones do not count, as in MLPerf Tiny's training.</summary>
    Peak = 1,

    /// <summary>The window's greatest band.</summary>
    GreatestBand = 2,
}

/// <summary>
/// The audio front end: the natural logarithms of triangular mel bands (HTK's scale, m = 1127 ln(1 + f / 700 Hz), triangles
/// over mel) of the spectrum of each frame under a periodic Hann window, or the first coefficients of their DCT-II, scaled by
/// sqrt(2 / bands). SPEC.md, section "Front end", has the device's arithmetic.
/// </summary>
public sealed record AudioFrontEnd : FrontEnd
{
    internal const string AudioKind = "audio";

    /// <summary>The kind of front end, as files name it.</summary>
    public string Kind { get; init; } = AudioKind;

    /// <summary>Bytes of one record: 2 for 16-bit PCM with one channel.</summary>
    public override int RecordBytes { get; init; } = 2;

    /// <summary>Where in a record the little-endian sample stands.</summary>
    public int ByteOffset { get; init; }

    /// <inheritdoc/>
    public override int SampleRate { get; init; } = 16_000_000;

    /// <summary>Samples of a frame; even, at most <see cref="Points"/>.</summary>
    public int Frame { get; init; } = 480;

    /// <summary>Samples from one frame to the next.</summary>
    public int Step { get; init; } = 320;

    /// <summary>Points of the Fourier transform: a power of two, 64 to 1024.</summary>
    public int Points { get; init; } = 512;

    /// <summary>Mel bands.</summary>
    public int Bands { get; init; } = 40;

    /// <summary>Lower edge of the first band.</summary>
    public int LowHertz { get; init; } = 20;

    /// <summary>Upper edge of the last band.</summary>
    public int HighHertz { get; init; } = 4000;

    /// <summary>Coefficients of the cosine transform; 0: none, the bands themselves.</summary>
    public int Coefficients { get; init; }

    /// <summary>Sum the magnitudes of the spectrum, and not its powers.</summary>
    public bool Magnitude { get; init; }

    /// <summary>What a window is seen relative to.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<AudioLevel>))]
    public AudioLevel Level { get; init; }

    /// <summary>The least value of a band whose samples are -1 to 1; what lies below counts as that.</summary>
    public double Floor { get; init; } = 1e-6;

    /// <summary>Frames of a window.</summary>
    public override int Rows { get; init; } = 49;

    /// <summary>Frames between two windows.</summary>
    public override int Hop { get; init; } = 10;

    /// <summary>Nats of one LSB of a window, where the network is not quantised yet.</summary>
    public double InputScale { get; init; } = 0.05;

    /// <summary>The int8 value of a logarithm of 0 there.</summary>
    public int InputZeroPoint { get; init; } = 127;

    /// <summary>Values of a row.</summary>
    [JsonIgnore]
    public int Channels => Coefficients == 0 ? Bands : Coefficients;

    /// <summary>Samples of one window.</summary>
    [JsonIgnore]
    public int WindowSamples => Frame + ((Rows - 1) * Step);

    /// <inheritdoc/>
    [JsonIgnore]
    public override Shape InputShape => new(1, Rows, Channels, 1);

    /// <inheritdoc/>
    [JsonIgnore]
    public override QuantizationParameters InputQuantization => new((float)InputScale, InputZeroPoint);

    /// <inheritdoc/>
    [JsonIgnore]
    public override int RecordsPerRow => Step;

    /// <inheritdoc/>
    [JsonIgnore]
    internal override int MemoryBytes =>
        (4 * Points) + (2 * Frame) + (2 * Rows * (Channels + (Level == AudioLevel.FullScale ? 0 : 1)));

    /// <summary>The presets by name.</summary>
    public static IReadOnlyDictionary<string, AudioFrontEnd> Presets { get; } = new Dictionary<string, AudioFrontEnd>
    {
        ["mfcc-49x10"] = Mfcc49x10(),
        ["mfcc-49x10-8k"] = Mfcc49x10(8000),
        ["log-mel-49x40"] = LogMel49x40(),
        ["log-mel-49x40-8k"] = LogMel49x40(8000),
    };

    /// <summary>
    /// MFCC 49x10, the features of MLPerf Tiny's keyword spotting: one second in frames of 30 ms, 20 ms apart, 10 coefficients
    /// of 40 bands of magnitudes from 20 to 4000 Hz, relative to the second's peak, quantised as its model is.
    /// </summary>
    /// <param name="hertz">Samples a second: 16000, or 8000.</param>
    public static AudioFrontEnd Mfcc49x10(int hertz = 16000) => ForSpeech(hertz) with
    {
        Coefficients = 10,
        Magnitude = true,
        Level = AudioLevel.Peak,
        InputScale = 0.5847029,
        InputZeroPoint = 83,
    };

    /// <summary>
    /// Log-mel 49x40: one second in frames of 30 ms, 20 ms apart, 40 bands of powers, from 45 dB below the second's greatest to
    /// the greatest, so that loudness does not count.
    /// </summary>
    /// <param name="hertz">Samples a second: 16000, or 8000.</param>
    public static AudioFrontEnd LogMel49x40(int hertz = 16000) => ForSpeech(hertz) with
    {
        Level = AudioLevel.GreatestBand,
        Floor = 1e-12,
        InputScale = 45 * Math.Log(10) / 10 / 255,
        InputZeroPoint = 127,
    };

    private static AudioFrontEnd ForSpeech(int hertz) => new()
    {
        SampleRate = hertz * 1000,
        Frame = hertz * 30 / 1000,
        Step = hertz * 20 / 1000,
        Points = hertz switch
        {
            16000 => 512,
            8000 => 256,
            _ => throw new ArgumentOutOfRangeException(nameof(hertz), hertz, "The presets are for 8000 and 16000 Hz."),
        },
    };
}
