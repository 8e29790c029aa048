namespace TinyMl.Bench;

/// <summary>
/// Another engine's figures for a model, to stand beside ours. Every figure was measured, none taken from a
/// publication; null: not measured.
/// </summary>
/// <param name="Model">The model's file name without its ending.</param>
/// <param name="CortexM4">Instructions per inference of the CMSIS-NN build.</param>
/// <param name="CortexM7">The same on the M7.</param>
/// <param name="Rv32">The fewest of its CMSIS-NN (plain C), ESP-NN (plain C) and reference builds.</param>
/// <param name="ArenaBytes">Its arena.</param>
/// <param name="StaticBytes">Its other static memory.</param>
/// <param name="StackBytes">Its stack, Cortex-M4.</param>
/// <param name="CodeBytes">Its code, Cortex-M4, with only the kernels that the model needs.</param>
/// <param name="ModelBytes">The .tflite file.</param>
/// <param name="InitInstructions">Instructions before the first inference, Cortex-M4.</param>
public sealed record Anchor(
    string Model,
    long CortexM4,
    long CortexM7,
    long? Rv32,
    int? ArenaBytes,
    int? StaticBytes,
    int? StackBytes,
    int? CodeBytes,
    int? ModelBytes,
    long? InitInstructions)
{
    /// <summary>Instructions on a target; null: not measured there.</summary>
    public long? Instructions(string target) => target switch
    {
        "cortex-m4" => CortexM4,
        "cortex-m7" => CortexM7,
        "rv32" => Rv32,
        _ => null,
    };
}

/// <summary>The engines that the reports compare with.</summary>
public static class Anchors
{
    /// <summary>The engine.</summary>
    public const string Engine = "TFLM + CMSIS-NN";

    /// <summary>Where the figures are from.</summary>
    public const string Source =
        "measured, TFLM 2026-08 release build, gcc 12.2, QEMU 7.2; RV32: the best of its three builds";

    private static readonly Dictionary<string, Anchor> ByModel = new Anchor[]
    {
        new("mlperf_kws", 7_699_740, 7_645_555, 16_290_412, 22_820, 560, 908, 52_024, 53_936, 789_574),
        new("mlperf_vww", 24_101_549, 24_025_164, 48_724_466, 100_708, 560, 908, 52_024, 333_288, 3_521_613),
        new("mlperf_ic", 29_863_153, 30_025_995, 65_390_308, 54_996, 560, 908, 49_828, 98_496, 540_408),
        new("mlperf_ad", 582_871, 583_172, 1_477_527, 2_580, 280, 620, 26_792, 276_976, 83_443),
        new("micro_speech", 1_495_356, 1_489_428, 1_700_793, 6_836, null, 948, 43_744, 18_800, 39_142),
        new("hello_world", 3_506, 3_535, 5_531, null, null, null, null, null, null),
    }.ToDictionary(anchor => anchor.Model);

    /// <summary>The figures for a model, whatever variant of it; null: none.</summary>
    public static Anchor? Find(string model) => ByModel.GetValueOrDefault(model.Split(", ")[0]);
}
