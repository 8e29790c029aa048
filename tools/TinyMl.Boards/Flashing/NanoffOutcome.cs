using System.Globalization;
using System.Text.RegularExpressions;

namespace TinyMl.Boards.Flashing;

/// <summary>How a call of nanoff ended.</summary>
/// <param name="Code">nanoff's own number; 0: done; null: it failed without one.</param>
/// <param name="Sentence">Cause and way out; empty where it is done.</param>
public sealed partial record NanoffOutcome(int? Code, string Sentence)
{
    // Numbers: ExitCodes.cs of nanoFirmwareFlasher. The sentences are ours.
    private static readonly Dictionary<int, string> Sentences = new()
    {
        [1000] = "No board in DFU mode was found: connect its ST-LINK port instead.",
        [1005] = "The board in DFU mode does not answer: connect its ST-LINK port instead.",
        [2000] = "The board does not answer as nanoFramework: reset it, close other programs that use the port, and check the port.",
        [2001] = "The board does not answer as nanoFramework: flash the firmware first, and check the port.",
        [2002] = "The board broke off while the application or file was sent: reset it and run this again.",
        [2003] = "The file could not be sent to the board: reset it and run this again.",
        [3000] = "The Pico could not be written: disconnect it, hold BOOTSEL while connecting it, and run this again.",
        [3001] = "No Pico drive was found: hold BOOTSEL while connecting the board.",
        [3002] = "The file could not be copied to the Pico's drive: check that the drive is mounted and writable.",
        [3003] = "The firmware file is not a sound UF2 file: take nanoCLR.uf2 of the build.",
        [3004] = "The board in BOOTSEL mode is neither RP2040 nor RP2350: check --board.",
        [3005] = "No Pico appeared within half a minute: hold BOOTSEL while connecting the board.",
        [3006] = "Several Picos are in BOOTSEL mode: leave only one connected.",
        [4000] = "The Espressif chip does not answer: hold BOOT while it connects, and check cable and port.",
        [4001] = "No nanoFramework image exists for this size of flash: check --board.",
        [4002] = "The Espressif chip's flash could not be erased: hold BOOT while it connects and run this again.",
        [4003] = "The Espressif chip's flash could not be written: try another cable or port.",
        [4004] = "The Espressif chip's flash could not be read: try another cable or port.",
        [4005] = "The port cannot be opened: check its name, and that you may use it (on Linux: group dialout).",
        [5000] = "The STM32 could not be written: reconnect the ST-LINK and run this again.",
        [5001] = "No ST-LINK was found: connect the board's ST-LINK port (on Linux it needs a udev rule, on Windows WinUSB).",
        [5002] = "The ST-LINK does not reach the chip: reconnect it and close other programs that use it.",
        [5004] = "A firmware file has gone: build it again.",
        [5005] = "The STM32's flash could not be erased: reconnect the ST-LINK and run this again.",
        [5006] = "The STM32's flash could not be written: reconnect the ST-LINK and run this again.",
        [5007] = "nanoff misses an address: please report this, it is a fault of this tool.",
        [5008] = "nanoff refuses an address: please report this, it is a fault of this tool.",
        [5009] = "nanoff counts other addresses than files: please report this, it is a fault of this tool.",
        [5010] = "The board was written but could not be reset: press its reset button.",
        [5022] = "What was written to the STM32 reads back differently: reconnect the ST-LINK and run this again.",
        [6000] = "The port cannot be opened: check its name, that the board is connected and that no other program uses it.",
        [6001] = "nanoff wants a port: name it with --port.",
        [6002] = "Another program has the board: close the monitor, Visual Studio or other nanoff.",
        [9000] = "This nanoff does not know the options that this tool uses: update it with 'dotnet tool update -g nanoff'.",
        [9005] = "nanoFramework has no package of that target, whose boot loader and partition table are needed: check --target.",
        [9006] = "nanoff cannot make its download folder: check space and rights in your home folder.",
        [9007] = "nanoff could not download boot loader and partition table: check the connection to the internet.",
        [9008] = "The application file has gone: build it again.",
        [9009] = "nanoff refuses the application's address: check flash.deployment in board.json.",
        [9010] = "No STM32 board was found: connect its ST-LINK port.",
        [9011] = "The firmware file has gone: build it again.",
        [9012] = "nanoff wants the firmware as a .bin file: take nanoCLR.bin of the build.",
        [9013] = "nanoff does not know the board's platform: update it with 'dotnet tool update -g nanoff'.",
    };

    // With exit code 0 and yet not done: nanoff prints these and goes on.
    private static readonly (string Text, string Sentence)[] Silent =
    [
        ("No operation was performed", "nanoff did nothing with these options: update it with 'dotnet tool update -g nanoff'."),
        ("Error deploying content file", "The board refused the model's file: its drive may be full; delete other files or put the model into the application."),
        ("Exception deploying content file", "The connection broke while the model was sent: reset the board and run this again."),
    ];

    /// <summary>Whether the call did what it should.</summary>
    public bool Done => Code == 0;

    /// <summary>The numbers that have a sentence.</summary>
    public static IReadOnlyCollection<int> Known => Sentences.Keys;

    /// <summary>Reads exit code and output.</summary>
    /// <param name="exit">The process's exit code; outside Windows only the low byte of nanoff's number.</param>
    /// <param name="output">Everything that nanoff printed.</param>
    public static NanoffOutcome Of(int exit, string output)
    {
        if (exit == 0)
        {
            foreach ((string text, string sentence) in Silent)
            {
                if (output.Contains(text, StringComparison.Ordinal))
                {
                    return new NanoffOutcome(null, sentence);
                }
            }

            return new NanoffOutcome(0, string.Empty);
        }

        int? code = Sentences.ContainsKey(exit) ? exit : Printed(output) ?? FromLowByte(exit);
        return code is { } number && Sentences.TryGetValue(number, out string? known)
            ? new NanoffOutcome(number, known)
            : new NanoffOutcome(code, FormattableString.Invariant(
                $"nanoff ended with {(code is null ? "exit code " : "error E")}{code ?? exit}: what it printed stands above."));
    }

    private static int? Printed(string output) => CodePattern().Matches(output)
        .Select(match => (int?)int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        .LastOrDefault();

    private static int? FromLowByte(int exit)
    {
        int[] candidates = [.. Sentences.Keys.Where(code => (code & 0xFF) == exit)];
        return candidates.Length == 1 ? candidates[0] : null;
    }

    [GeneratedRegex(@"\bE(\d{4})\b")]
    private static partial Regex CodePattern();
}
