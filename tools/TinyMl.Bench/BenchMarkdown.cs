using System.Globalization;
using System.Text;

namespace TinyMl.Bench;

/// <summary>The report of many measurements as a page: native-interop/BENCHMARKS.md is written by it.</summary>
public static class BenchMarkdown
{
    /// <summary>Writes the page; it says that every result is right, so they must be.</summary>
    public static string Write(IReadOnlyList<BenchResult> results)
    {
        StringBuilder page = new();
        Introduction(page, results);
        foreach (IGrouping<string, BenchResult> target in results.GroupBy(result => result.Target))
        {
            Speed(page, target.Key, [.. target]);
        }

        Memory(page, results);
        Code(page, results);
        return page.ToString();
    }

    /// <summary>How many times ours another engine's figure is; empty: not measured.</summary>
    public static string Ratio(long? other, long? ours) => other is null || ours is null or 0
        ? string.Empty
        : ((double)other.Value / ours.Value).ToString("0.00", CultureInfo.InvariantCulture);

    private static void Introduction(StringBuilder page, IReadOnlyList<BenchResult> results)
    {
        string layouts = string.Join("; ", results.GroupBy(result => result.Profile)
            .Select(group => $"{group.Key} on {string.Join(", ", group.Select(result => result.Target).Distinct())}"));
        page.Append(CultureInfo.InvariantCulture, $"""
            # Benchmarks

            This page is the output of a command; run it again after a change of the engine or the compiler:

                tinyml bench --all models/gesture-digits/gesture-digits.json models/keyword-digits/keyword-digits.json --models FOLDER --markdown native-interop/BENCHMARKS.md

            The library is compiled with gcc -O2 and runs bare-metal in QEMU with `-icount shift=0`, without an operating system.
            Figures are **executed instructions**, the same on every machine and every run; they are not cycles, since QEMU
            knows no pipelines, caches or flash wait states. Compare them on one core only. Every row is bit-exact: the
            outputs for three pseudo-random inputs and the model's self-test vectors are those of the engine on the host, and no
            byte around the arena changed. The harness checks its own clock with a loop of known length at each run.

            * *{Anchors.Engine}*:
              {Anchors.Source}.
              *Ratio*: how many times ours it needs; above 1 ours is the lesser.
            * *open* is `tml_open`, at each start of the device. *check* is `tml_check`, which proves a model once: an image
              whose model was proved when it was built need not repeat it.
            * Weight layouts: {layouts}. *Portable* is plain C, the same on every core.
            * The Xtensa code is made by the compiler for the lx106 core, which has no multiply-high and no divider: 64-bit
              products and divisions run in software there, an ESP32 executes fewer instructions.{Emulated(results)}
            * Host: x86-64 instructions counted by Callgrind.


            """);
    }

    // What is left out of the counts, apart.
    private static string Emulated(IReadOnlyList<BenchResult> results)
    {
        BenchResult[] emulated = [.. results.Where(result => result.EmulatedCalls != 0)];
        return emulated.Length == 0
            ? string.Empty
            : $" MULSH\n  in kernels of its profile counts as one instruction, as on an ESP32; its emulation takes {emulated[0].EmulationCost} more each, left out:\n  "
                + string.Join(", ", emulated.Select(result => $"{result.Model} {Number(result.EmulatedCalls * result.EmulationCost)}")) + ".";
    }

    private static void Speed(StringBuilder page, string target, BenchResult[] results)
    {
        page.AppendLine(CultureInfo.InvariantCulture, $"## {BenchTarget.Find(target)?.Title ?? target}");
        page.AppendLine();
        page.AppendLine($"| model | MACs | instructions | per MAC | {Anchors.Engine} | ratio | open | its init | check |");
        page.AppendLine("|--|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (BenchResult result in results)
        {
            long? other = Anchors.Find(result.Model)?.Instructions(target);
            Row(
                page,
                result.Model,
                Number(result.Macs),
                Number(result.Instructions),
                result.InstructionsPerMac?.ToString("0.00", CultureInfo.InvariantCulture) ?? string.Empty,
                Number(other),
                Ratio(other, result.Instructions),
                Number(result.OpenInstructions),
                Number(target == "cortex-m4" ? Anchors.Find(result.Model)?.InitInstructions : null),
                Number(result.CheckInstructions));
        }

        page.AppendLine();
    }

    private static void Memory(StringBuilder page, IReadOnlyList<BenchResult> results)
    {
        page.AppendLine("## Memory");
        page.AppendLine();
        page.AppendLine("Bytes. The arena is all the memory that the engine writes beside the stack, its state included.");
        page.AppendLine();
        page.AppendLine($"| model | arena | {Anchors.Engine} arena | ratio | its other statics | .tml | .tflite | ratio |");
        page.AppendLine("|--|--:|--:|--:|--:|--:|--:|--:|");
        foreach (BenchResult result in results.DistinctBy(result => result.Model))
        {
            Anchor? anchor = Anchors.Find(result.Model);
            Row(
                page,
                result.Model,
                Number(result.ArenaBytes),
                Number(anchor?.ArenaBytes),
                Ratio(anchor?.ArenaBytes, result.ArenaBytes),
                Number(anchor?.StaticBytes),
                Number(result.ModelBytes),
                Number(anchor?.ModelBytes),
                Ratio(anchor?.ModelBytes, result.ModelBytes));
        }

        page.AppendLine();
    }

    private static void Code(StringBuilder page, IReadOnlyList<BenchResult> results)
    {
        int? stack = Anchors.Find("mlperf_kws")?.StackBytes;
        int? code = Anchors.Find("mlperf_kws")?.CodeBytes;
        page.AppendLine("## Code and stack");
        page.AppendLine();
        page.AppendLine("Bytes. *Code*: the library in a firmware that checks, opens and runs a model; it is the same for every model.");
        page.AppendLine("*Support*: what that firmware takes of compiler and C library. *Library*: with learning, front end and self-test.");
        page.AppendLine("*Kernels*: those of mlperf_kws's operators, portable and the target's own, with everything that they call.");
        page.AppendLine("*Stack*: the most that a call of the interface wrote, over all models.");
        page.AppendLine(CultureInfo.InvariantCulture, $"{Anchors.Engine} on the M4, mlperf_kws: {code:N0} of code, {stack} of stack.");
        page.AppendLine();
        page.AppendLine("| target | code | text | rodata | data | bss | support | kernels | library | stack: check | open | run |");
        page.AppendLine("|--|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (IGrouping<string, BenchResult> target in results.GroupBy(result => result.Target))
        {
            BenchResult first = target.First();
            Row(
                page,
                target.Key,
                Number(first.CodeBytes),
                Number(first.Code.Text),
                Number(first.Code.Rodata),
                Number(first.Code.Data),
                Number(first.Code.Bss),
                Number(first.SupportBytes),
                Number(first.KeywordKernelBytes),
                Number(first.LibraryBytes),
                Number(target.Max(result => result.Stack.Check)),
                Number(target.Max(result => result.Stack.Open)),
                Number(target.Max(result => result.Stack.Run)));
        }
    }

    private static void Row(StringBuilder page, params string[] cells) =>
        page.AppendLine($"| {string.Join(" | ", cells)} |");

    private static string Number(long? value) =>
        value is null ? string.Empty : value.Value.ToString("N0", CultureInfo.InvariantCulture);
}
