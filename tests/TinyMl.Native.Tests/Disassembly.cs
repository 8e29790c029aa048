using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyMl.Native.Tests;

/// <summary>
/// Stack of functions that the compiler's call graph does not know: its own library's (64-bit division) and naked ones. Read off the
/// instructions that lower the stack pointer, each once: of a loop that pushes, only the emulated cores see all.
/// </summary>
public static partial class Disassembly
{
    /// <summary>Adds the frames and calls of all functions in an object file or archive.</summary>
    public static void Read(string compiler, string file, Dictionary<string, int> frames, List<(string From, string To)> calls)
    {
        string objdump = compiler[..^"gcc".Length] + "objdump";
        (int code, string output) = Tools.Run(objdump, ["-dr", "--no-show-raw-insn", file]);
        Assert.True(code == 0, output);
        string function = string.Empty;
        foreach (string line in output.Split('\n'))
        {
            if (Label().Match(line) is { Success: true } label)
            {
                function = label.Groups[1].Value;
                frames.TryAdd(function, 0);
            }
            else if (Call().Match(line) is { Success: true } call)
            {
                calls.Add((function, call.Groups[1].Value));
            }
            else if (Pushed().Match(line) is { Success: true } pushed)
            {
                frames[function] += 4 * pushed.Groups[1].Value.Split(',').Length;
            }
            else if (Lowered().Match(line) is { Success: true } lowered)
            {
                frames[function] += int.Parse(lowered.Groups[1].Value, CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>The compiler's library for a target.</summary>
    public static string Library(string compiler, string[] target) =>
        Tools.Run(compiler, [.. target, "-print-libgcc-file-name"]).Output.Trim();

    [GeneratedRegex(@"^[0-9a-f]+ <(?!\.)([^>]+)>:")]
    private static partial Regex Label();

    [GeneratedRegex(@"\sR_[A-Z0-9_]*(?:CALL|JUMP|ASM_EXPAND)[A-Z0-9_]*\s+(\w+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"\t(?:push|stmdb(?:\.w)?\tsp!,)\s*\{([^}]*)\}")]
    private static partial Regex Pushed();

    [GeneratedRegex(@"\t(?:sub(?:\.w)?\tsp, (?:sp, )?#|addi?\s+sp,sp,-|addi\s+a1, a1, -|.*\[sp, #-)(\d+)")]
    private static partial Regex Lowered();
}
