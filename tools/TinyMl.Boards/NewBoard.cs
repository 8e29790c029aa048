using System.Text.RegularExpressions;

namespace TinyMl.Boards;

/// <summary>Makes a board out of the one that is most like it.</summary>
public static partial class NewBoard
{
    /// <summary>What is known of the new board; what is null is taken from the other.</summary>
    public sealed record Answers
    {
        /// <summary>The name its maker gives it.</summary>
        public required string Name { get; init; }

        /// <summary>nanoFramework's target.</summary>
        public string? Target { get; init; }

        /// <summary>Bytes of the arena.</summary>
        public int? ArenaBytes { get; init; }

        /// <summary>I2C bus.</summary>
        public int? Bus { get; init; }

        /// <summary>I2C data.</summary>
        public string? Sda { get; init; }

        /// <summary>I2C clock.</summary>
        public string? Scl { get; init; }

        /// <summary>Serial port of the log.</summary>
        public string? Port { get; init; }

        /// <summary>Its output.</summary>
        public string? Tx { get; init; }

        /// <summary>Its input.</summary>
        public string? Rx { get; init; }
    }

    /// <summary>The folder for a name: letters, digits and hyphens.</summary>
    public static string IdOf(string name)
    {
        string id = NotInIds().Replace(name.ToLowerInvariant(), "-").Trim('-');
        return id.Length is > 0 and <= 40
            ? id
            : throw new BoardException($"'{name}' makes no folder name: use up to 40 letters, digits and hyphens.", isUsage: true);
    }

    /// <summary>The new board. Every number says that it was copied until somebody looks it up.</summary>
    public static Board Like(Board other, Answers answers)
    {
        CheckPins(answers);
        if (answers.ArenaBytes is { } arena && (arena < 128 || arena % 16 != 0))
        {
            throw new BoardException("An arena is a multiple of 16 and has at least 128 bytes.", isUsage: true);
        }

        string copied = $"copied from {other.Id}: look it up for this board";
        BoardTarget target = other.Targets[0];
        return other with
        {
            Schema = "../board.schema.json",
            Id = IdOf(answers.Name),
            Name = answers.Name,
            RanOnHardware = null,
            Microphone = null,
            Targets =
            [
                target with
                {
                    Name = answers.Target ?? target.Name,
                    When = "always",
                    Arena = target.Arena with
                    {
                        Bytes = answers.ArenaBytes ?? target.Arena.Bytes,
                        Source = answers.ArenaBytes is null ? copied : "a choice, given when the board was made",
                    },
                    ModelBuffer = target.ModelBuffer with { Source = copied },
                    Heap = target.Heap with { Source = copied },
                },
            ],
            Flash = other.Flash with { Source = copied },
            Imu = other.Imu with
            {
                OnBoard = false,
                Bus = answers.Bus ?? other.Imu.Bus,
                Sda = answers.Sda ?? other.Imu.Sda,
                Scl = answers.Scl ?? other.Imu.Scl,
                Source = answers.Sda is null || answers.Scl is null ? copied : "given when the board was made",
            },
            Log = other.Log with
            {
                Port = answers.Port ?? other.Log.Port,
                Tx = answers.Tx ?? other.Log.Tx,
                Rx = answers.Rx ?? other.Log.Rx,
                Source = answers.Tx is null || answers.Rx is null ? copied : "given when the board was made",
            },
        };
    }

    private static void CheckPins(Answers answers)
    {
        foreach (string pin in new[] { answers.Sda, answers.Scl, answers.Tx, answers.Rx }.OfType<string>())
        {
            if (!PinName().IsMatch(pin))
            {
                throw new BoardException($"'{pin}' is no pin: write GPIO21 (Espressif), PB8 (ST) or GP4 (Raspberry Pi).", isUsage: true);
            }
        }

        if (answers.Port is { } port && !PortName().IsMatch(port))
        {
            throw new BoardException($"'{port}' is no serial port of nanoFramework: write COM1 to COM8.", isUsage: true);
        }

        if (answers.Target is { } target && !TargetName().IsMatch(target))
        {
            throw new BoardException($"'{target}' is no target name: 'nanoff --listtargets' lists them.", isUsage: true);
        }
    }

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInIds();

    [GeneratedRegex(@"^(GPIO\d{1,2}|GP\d{1,2}|P[A-K]\d{1,2})$")]
    private static partial Regex PinName();

    [GeneratedRegex("^COM[1-8]$")]
    private static partial Regex PortName();

    [GeneratedRegex("^[A-Za-z0-9_]+$")]
    private static partial Regex TargetName();
}
