using System.Globalization;
using TinyMl.Engine;

namespace TinyMl.Bench;

/// <summary>What the harness printed (the head of native-interop/bench/main.c says what each line means).</summary>
internal sealed class HarnessOutput
{
    /// <summary>A measured call. Line is its place in the output, from 0.</summary>
    internal sealed record Count(string Name, int Index, uint Instructions, int Stack, int Status, int Line);

    internal List<Count> Counts { get; } = [];

    internal Dictionary<uint, uint> Outputs { get; } = [];

    internal uint LayersCrc { get; private set; }

    /// <summary>Null: the model has no front end.</summary>
    internal uint? WindowCrc { get; private set; }

    internal List<int> SelfTests { get; } = [];

    internal int ArenaBytes { get; private set; }

    internal bool ArenaIntact { get; private set; }

    /// <summary>Checksums of the trained parameters, after the step on each shot.</summary>
    internal List<uint> Learnt { get; } = [];

    /// <summary>What a whole adaptation ended with; null: there was none.</summary>
    internal AdaptedState? Adapted { get; private set; }

    /// <summary>The arena with which the model learnt; 0: it did not.</summary>
    internal int LearnArenaBytes { get; private set; }

    internal bool LearnArenaIntact { get; private set; }

    /// <summary>Bytes of memory for the arena where they do not suffice.</summary>
    internal uint? Room { get; private set; }

    /// <summary>In the inference: calls of what stands for an instruction that the core lacks, and the instructions of each.</summary>
    internal (long Calls, int Cost) Emulated { get; private set; }

    internal int Lines { get; private set; }

    /// <summary>Whether the harness came to its end.</summary>
    internal bool IsWhole { get; private set; }

    internal static HarnessOutput Parse(string text)
    {
        HarnessOutput output = new();
        const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        foreach (string line in text.Split('\n', Trimmed))
        {
            output.Add(line.Split(' '));
        }

        return output;
    }

    internal Count Single(string name) => Counts.Single(count => count.Name == name);

    private void Add(string[] words)
    {
        int line = Lines++;
        switch (words)
        {
            case ["count", string name, string index, string instructions, string stack, string status]:
                Counts.Add(new Count(
                    name, (int)Word(index), Word(instructions), (int)Word(stack), (int)Word(status), line));
                break;
            case ["emulated", string calls, string cost]:
                Emulated = (Word(calls), (int)Word(cost));
                break;
            case ["output", string seed, string crc]:
                Outputs[Word(seed)] = Word(crc);
                break;
            case ["layers", string crc]:
                LayersCrc = Word(crc);
                break;
            case ["window", string crc]:
                WindowCrc = Word(crc);
                break;
            case ["selftest", _, string status]:
                SelfTests.Add((int)Word(status));
                break;
            case ["arena", string bytes, string intact]:
                ArenaBytes = (int)Word(bytes);
                ArenaIntact = intact == "1";
                break;
            case ["learnt", _, string crc]:
                Learnt.Add(Word(crc));
                break;
            case ["adapted", string status, string decision, string level, string doubtful, string crc]:
                Adapted = new AdaptedState(
                    (int)Word(status), (LearnDecision)Word(decision), (int)Word(level), (int)Word(doubtful), Word(crc));
                break;
            case ["learning", string bytes, string intact]:
                LearnArenaBytes = (int)Word(bytes);
                LearnArenaIntact = intact == "1";
                break;
            case ["room", string room]:
                Room = Word(room);
                break;
            case ["end"]:
                IsWhole = true;
                break;
            default:
                throw new BenchException(
                    BenchFailure.Run,
                    $"The harness printed '{string.Join(' ', words)}', which it never should: the emulated program failed.");
        }
    }

    /// <summary>A 32-bit word, which the harness prints as a signed number.</summary>
    private static uint Word(string text) => unchecked((uint)int.Parse(text, CultureInfo.InvariantCulture));
}
