namespace TinyMl.Bench;

/// <summary>One operator's share.</summary>
/// <param name="Index">Place in execution order.</param>
/// <param name="Code">TensorFlow Lite's name of the operator.</param>
/// <param name="Macs">Multiply-accumulates.</param>
/// <param name="Instructions">Executed by the operator alone; null: not counted.</param>
public sealed record LayerResult(int Index, string Code, long Macs, long? Instructions)
{
    /// <summary>Null: not counted, or an operator without multiply-accumulates.</summary>
    public double? InstructionsPerMac => BenchResult.PerMac(Instructions, Macs);
}

/// <summary>Stack that a call wrote below its caller's frame.</summary>
public sealed record StackResult(int Check, int Open, int Run, int FrontEnd)
{
    /// <summary>The deepest.</summary>
    public int Peak => Math.Max(Math.Max(Check, Open), Math.Max(Run, FrontEnd));
}

/// <summary>What the front end executes, beside the inference.</summary>
/// <param name="RowsPerHop">Rows from one window to the next.</param>
/// <param name="HopMilliseconds">Time from one window to the next.</param>
/// <param name="Row">Instructions of tml_feed for the records of the dearest row; null: not counted.</param>
/// <param name="Window">Instructions of tml_window; null: not counted.</param>
public sealed record FrontEndResult(int RowsPerHop, double HopMilliseconds, long? Row, long? Window)
{
    /// <summary>Instructions from one window to the next; null: not counted.</summary>
    public long? Hop => (Row * RowsPerHop) + Window;
}

/// <summary>What the harness measured of one model on one target. The names are those of the JSON report.</summary>
public sealed record BenchResult
{
    /// <summary>The model's file name without its ending.</summary>
    public required string Model { get; init; }

    /// <summary>The target's name.</summary>
    public required string Target { get; init; }

    /// <summary>The model's weight layouts.</summary>
    public required string Profile { get; init; }

    /// <summary>Executed by one undisturbed inference; null: not counted.</summary>
    public required long? Instructions { get; init; }

    /// <summary>The same per multiply-accumulate.</summary>
    public double? InstructionsPerMac => PerMac(Instructions, Macs);

    /// <summary>Instructions of the inference that the emulated core lacks; each counts as one.</summary>
    public long EmulatedCalls { get; init; }

    /// <summary>What the emulation of each takes beside that, which is left out of the counts.</summary>
    public int EmulationCost { get; init; }

    /// <summary>Executed by tml_open.</summary>
    public required long? OpenInstructions { get; init; }

    /// <summary>Executed by tml_check, once in a model's life on a device.</summary>
    public required long? CheckInstructions { get; init; }

    /// <summary>The front end; null: the model has none.</summary>
    public required FrontEndResult? FrontEnd { get; init; }

    /// <summary>The arena that the engine was given.</summary>
    public required int ArenaBytes { get; init; }

    /// <summary>Whether no word around the arena changed.</summary>
    public required bool ArenaIntact { get; init; }

    /// <summary>The deepest stack of check, open, run and front end.</summary>
    public int StackBytes => Stack.Peak;

    /// <summary>The stack of each.</summary>
    public required StackResult Stack { get; init; }

    /// <summary>Flash of the library in the least firmware that infers.</summary>
    public int CodeBytes => Code.Flash;

    /// <summary>The same by section.</summary>
    public required CodeSize Code { get; init; }

    /// <summary>What that firmware takes of compiler and C library: memory functions, 64-bit arithmetic.</summary>
    public required int SupportBytes { get; init; }

    /// <summary>Flash of the kernels of mlperf_kws's operators, in the portable profile and the target's, with all that they call.</summary>
    public required int KeywordKernelBytes { get; init; }

    /// <summary>Flash of the whole library: learning, front end, self-test and all.</summary>
    public required int LibraryBytes { get; init; }

    /// <summary>The .tml file.</summary>
    public required int ModelBytes { get; init; }

    /// <summary>Multiply-accumulates of one inference.</summary>
    public required long Macs { get; init; }

    /// <summary>Whether all outputs and self-test vectors are what this machine computes.</summary>
    public required bool BitExact { get; init; }

    /// <summary>Each compared input's seed with the CRC-32 of the outputs.</summary>
    public required IReadOnlyDictionary<uint, string> Outputs { get; init; }

    /// <summary>Self-test vectors run.</summary>
    public required int SelfTests { get; init; }

    /// <summary>The operators, measured in a run of their own.</summary>
    public required IReadOnlyList<LayerResult> Layers { get; init; }

    /// <summary>What one instruction is taken for: flash has wait states, and hardly two instructions are issued at once.</summary>
    public const double AssumedCyclesPerInstruction = 1.5;

    /// <summary>
    /// The share of a core's time that front end and inference need if each window is classified, at
    /// <see cref="AssumedCyclesPerInstruction"/>; null: not counted, or no front end.
    /// </summary>
    /// <param name="megahertz">The core's clock.</param>
    public double? ShareOfCore(int megahertz) => (FrontEnd?.Hop + Instructions) * AssumedCyclesPerInstruction
        / (FrontEnd?.HopMilliseconds * 1000 * megahertz);

    /// <summary>Whether nothing is wrong.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRight => BitExact && ArenaIntact;

    internal static double? PerMac(long? instructions, long macs) =>
        instructions is null || macs == 0 ? null : Math.Round((double)instructions.Value / macs, 3);
}
