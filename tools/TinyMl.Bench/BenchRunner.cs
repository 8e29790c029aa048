using TinyMl.Compiler.Models;

namespace TinyMl.Bench;

/// <summary>Builds a model with the harness for a target, runs it and checks what it says.</summary>
public sealed class BenchRunner
{
    /// <summary>Rounds of two instructions by which the two runs of the known loop differ.</summary>
    private const uint KnownRounds = 10000;

    /// <summary>The harness counts modulo 2^32: enough for this many at 40 instructions each.</summary>
    private const long MaximumMacs = 100_000_000;

    private readonly string _nativeFolder;
    private readonly string _artifacts;

    /// <summary>Makes a runner.</summary>
    /// <param name="nativeFolder">The folder native-interop.</param>
    /// <param name="artifacts">Where build products may lie.</param>
    public BenchRunner(string nativeFolder, string artifacts)
    {
        _nativeFolder = nativeFolder;
        _artifacts = artifacts;
    }

    /// <summary>The seeds whose outputs are compared; the first is the measured run's.</summary>
    public uint[] Seeds { get; init; } = [1, 2, 3];

    /// <summary>Whether a model that learns also goes through a whole adaptation: hundreds of steps, so for small models.</summary>
    public bool Adapts { get; init; }

    /// <summary>How long an emulator may run.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Measures a proved model.</summary>
    /// <exception cref="BenchException">It cannot be measured.</exception>
    public async Task<BenchResult> RunAsync(
        string name, byte[] model, BenchTarget target, CancellationToken cancel = default)
    {
        VerifySize(name, model);
        (string objects, HarnessOutput output) = await BuildAndRunAsync(model, target, cancel);
        return Result(name, model, target, objects, output, Counter(target, output));
    }

    /// <summary>Measures a step of gradient descent of a proved model that learns.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="model">It, compiled for a scheme.</param>
    /// <param name="inference">Instructions of the same network's inference in the portable profile; null: not counted.</param>
    /// <param name="target">The core.</param>
    /// <param name="cancel">Stops the measurement.</param>
    /// <exception cref="BenchException">It cannot be measured.</exception>
    public async Task<LearningResult> LearnAsync(
        string name, byte[] model, long? inference, BenchTarget target, CancellationToken cancel = default)
    {
        VerifySize(name, model);
        ModelFile file = new(model);
        (_, HarnessOutput output) = await BuildAndRunAsync(model, target, cancel);
        if (output.LearnArenaBytes == 0)
        {
            throw new BenchException(
                BenchFailure.TooLarge,
                $"The {file.LearnArenaBytes} bytes with which {name} learns do not fit {target.Name}'s board: bench it on another target, or with fewer shots.");
        }

        Func<HarnessOutput.Count, long?> instructions = Counter(target, output);
        HarnessOutput.Count step = output.Counts.First(count => count.Name == "step");
        return new LearningResult
        {
            Model = name,
            Target = target.Name,
            Scheme = file.Learning!.Scheme,
            Inference = inference,
            ForwardApart = file.KeepsWindows ? 0 : inference,
            Step = instructions(step),
            Memory = LearningMemory.Of(file),
            StackBytes = step.Stack,
            ArenaIntact = output.LearnArenaIntact,
            BitExact = output.Learnt.SequenceEqual(HostReference.Learnt(model, Seeds))
                && (!Adapts || output.Adapted == HostReference.Adapted(model, Seeds)),
        };
    }

    private static void VerifySize(string name, byte[] model)
    {
        long macs = new ModelFile(model).MultiplyAccumulates;
        if (macs > MaximumMacs)
        {
            throw new BenchException(
                BenchFailure.TooLarge,
                $"{name} takes {macs} multiply-accumulates: the harness counts up to {MaximumMacs}.");
        }
    }

    // Instructions of a measured call; null where nobody counts. An empty call costs the clock and the call.
    private static Func<HarnessOutput.Count, long?> Counter(BenchTarget target, HarnessOutput output)
    {
        if (output.Counts.TrueForAll(count => count.Instructions == 0))
        {
            return _ => null;
        }

        VerifyClock(target, output);
        uint idle = output.Single("idle").Instructions;
        return count => unchecked(count.Instructions - idle);
    }

    /// <summary>What the harness says, as it says it.</summary>
    internal async Task<HarnessOutput> HarnessAsync(
        byte[] model, BenchTarget target, CancellationToken cancel = default) => (await BuildAndRunAsync(model, target, cancel)).Output;

    private async Task<(string Objects, HarnessOutput Output)> BuildAndRunAsync(
        byte[] model, BenchTarget target, CancellationToken cancel)
    {
        HarnessBuild build = new(_nativeFolder, _artifacts, target, cancel);
        string objects = await build.ObjectsAsync();
        string program = Path.Combine(await build.ProgramAsync(objects, model, Seeds, Adapts), HarnessBuild.ProgramFile);
        return (objects, await OutputAsync(target, program, cancel));
    }

    private async Task<HarnessOutput> OutputAsync(BenchTarget target, string program, CancellationToken cancel)
    {
        bool isCounted = target.IsHost && Tool.Find(Callgrind.Program) is not null;
        string folder = Directory.CreateTempSubdirectory("tinyml-bench-").FullName;
        try
        {
            (string runner, string[] arguments) = target switch
            {
                { IsHost: false } => (target.Emulator!, EmulatorArguments(target, program)),
                _ when isCounted => (Callgrind.Program, Callgrind.Arguments(program)),
                _ => (program, []),
            };
            Tool.Outcome outcome = await Tool.RunAsync(runner, arguments, folder, Limit, cancel);
            HarnessOutput output = HarnessOutput.Parse(outcome.Output);
            Verify(target, outcome, output);
            return isCounted ? WithCounts(output, Callgrind.Read(folder, output.Lines)) : output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] EmulatorArguments(BenchTarget target, string program) =>
    [
        .. target.EmulatorArguments, "-nographic", "-monitor", "none", "-icount", "shift=0", "-kernel", program,
    ];

    private static HarnessOutput WithCounts(HarnessOutput output, uint[] totals)
    {
        for (int i = 0; i < output.Counts.Count; i++)
        {
            output.Counts[i] = output.Counts[i] with { Instructions = totals[output.Counts[i].Line] };
        }

        return output;
    }

    private static void Verify(BenchTarget target, Tool.Outcome outcome, HarnessOutput output)
    {
        if (output.Room is { } room)
        {
            throw new BenchException(
                BenchFailure.TooLarge,
                $"The model's arena does not fit the {room} bytes of {target.Name}'s board: bench it on another target.");
        }

        if (!output.IsWhole)
        {
            string[] messages = outcome.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            string reason = messages.LastOrDefault() ?? "no message";
            throw new BenchException(
                BenchFailure.Run,
                $"The harness ended early on {target.Name} with code {outcome.Exit}: {reason.Trim()}");
        }

        if (output.Counts.Find(count => count.Status != 0) is { } refused)
        {
            throw new BenchException(
                BenchFailure.Run,
                $"tml_{refused.Name} gives {refused.Status} on {target.Name} where this machine gives 0: the build is faulty.");
        }
    }

    private static void VerifyClock(BenchTarget target, HarnessOutput output)
    {
        HarnessOutput.Count[] known = output.Counts.Where(count => count.Name == "known").ToArray();
        uint counted = unchecked(known[1].Instructions - known[0].Instructions);
        if (counted != 2 * KnownRounds)
        {
            throw new BenchException(
                BenchFailure.Run,
                $"The counter of {target.Name} is not exact: it saw {counted} instructions in a loop of {2 * KnownRounds}; use the emulator of Debian 12 (QEMU 7.2).");
        }
    }

    private static IEnumerable<HarnessOutput.Count> FrontEndCounts(HarnessOutput output) =>
        output.Counts.Where(count => count.Name is "row" or "window");

    private static FrontEndResult? FrontEnd(
        ModelFile file, HarnessOutput output, Func<HarnessOutput.Count, long?> instructions)
    {
        if (file.FrontEnd is not { } frontEnd)
        {
            return null;
        }

        ILookup<string, long?> counts = FrontEndCounts(output).ToLookup(count => count.Name, instructions);
        double rowMilliseconds = 1e6 * frontEnd.RecordsPerRow / frontEnd.SampleRate;
        return new FrontEndResult(
            frontEnd.Hop, frontEnd.Hop * rowMilliseconds, counts["row"].Max(), counts["window"].Single());
    }

    private BenchResult Result(
        string name,
        byte[] model,
        BenchTarget target,
        string objects,
        HarnessOutput output,
        Func<HarnessOutput.Count, long?> instructions)
    {
        ModelFile file = new(model);
        Dictionary<uint, uint> expected = HostReference.Outputs(model, Seeds);
        (CodeSize linked, CodeSize support, int library) = HarnessBuild.Sizes(objects);
        HarnessOutput.Count run = output.Single("run");
        HarnessOutput.Count open = output.Single("open");
        HarnessOutput.Count check = output.Single("check");
        return new BenchResult
        {
            Model = name,
            Target = target.Name,
            Profile = ProfileName.Of(file.Profile),
            Instructions = instructions(run),
            EmulatedCalls = output.Emulated.Calls,
            EmulationCost = output.Emulated.Cost,
            OpenInstructions = instructions(open),
            CheckInstructions = instructions(check),
            FrontEnd = FrontEnd(file, output, instructions),
            ArenaBytes = output.ArenaBytes,
            ArenaIntact = output.ArenaIntact,
            Stack = new StackResult(check.Stack, open.Stack, run.Stack, FrontEndCounts(output).Max(count => (int?)count.Stack) ?? 0),
            Code = linked,
            SupportBytes = support.Flash,
            KeywordKernelBytes = HarnessBuild.KeywordKernelBytes(objects),
            LibraryBytes = library,
            ModelBytes = model.Length,
            Macs = file.MultiplyAccumulates,
            BitExact = Seeds.All(seed => output.Outputs.TryGetValue(seed, out uint crc) && crc == expected[seed])
                && output.LayersCrc == expected[Seeds[0]]
                && output.WindowCrc == HostReference.Window(model, Seeds[0])
                && output.SelfTests.Count == file.SelfTests
                && output.SelfTests.TrueForAll(status => status == 0),
            Outputs = output.Outputs.ToDictionary(
                pair => pair.Key, pair => pair.Value.ToString("x8", System.Globalization.CultureInfo.InvariantCulture)),
            SelfTests = output.SelfTests.Count,
            Layers = output.Counts.Where(count => count.Name == "layer")
                .Select(count => (Count: count, Operator: file.Operators[count.Index]))
                .Select(layer => new LayerResult(
                    layer.Count.Index,
                    layer.Operator.Code,
                    layer.Operator.MultiplyAccumulates,
                    instructions(layer.Count)))
                .ToArray(),
        };
    }
}
