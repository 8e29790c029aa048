using System.Text.Json;

namespace TinyMl.Boards.Flashing;

/// <summary>
/// The calls of nanoff that bring a request onto its board. The options are those of nanoFirmwareFlasher at commit baccab8
/// (2026-07-30), nanoFirmwareFlasher.Tool/Options.cs.
/// </summary>
/// <remarks>
/// What is not obvious in them:
/// <list type="bullet">
/// <item><c>--update</c> alone writes the official image over a custom one: on ESP32 and Pico it never goes without
/// <c>--clrfile</c>, and STM32 is flashed without it.</item>
/// <item>An application always gets its <c>--address</c>: nanoff's default is 0x1B0000 for every Espressif chip, which lies
/// inside nanoCLR's partition on an ESP32, and 0x10080000 for a Pico, which lies inside nanoCLR. In one call with
/// <c>--update</c> the address is ignored on Espressif chips, hence a call each.</item>
/// <item>A Pico's firmware must be the UF2 file: a .bin would be written to the start of flash, where the boot loader is.</item>
/// <item>With normal verbosity nanoff moves the cursor, which fails when its output is read: <c>-v m</c> where it would.</item>
/// <item>The port of a file deployment stands in its JSON file: on the command line, versions before July 2026 took it for an
/// Espressif chip in its boot loader.</item>
/// </list>
/// </remarks>
public static class NanoffPlan
{
    /// <summary>Where the application looks for a model.</summary>
    public const string ModelName = "model.tml";

    private const string PortHelp = "name the serial port with --port ('nanoff --listports' lists them)";

    /// <summary>The calls for a request that <see cref="FlashChecks"/> let pass, in order: firmware, application, model.</summary>
    public static IReadOnlyList<NanoffStep> Of(FlashRequest request, FlashPackage package)
    {
        List<NanoffStep> steps = [];
        if (package.Firmware.Count > 0)
        {
            steps.Add(Firmware(request, package));
        }

        if (request.Application is { } application)
        {
            steps.Add(Application(request, application));
        }

        if (request.Model is { } model)
        {
            steps.Add(Model(request, model));
        }

        return steps.Count > 0
            ? steps
            : throw new BoardException("There is nothing to flash: give --firmware, --app or --model.", isUsage: true);
    }

    private static NanoffStep Firmware(FlashRequest request, FlashPackage package)
    {
        string target = request.Target.Name;
        string[] files = [.. package.Firmware.Select(file => file.Path)];
        string[] arguments = request.Board.Platform switch
        {
            Platform.Esp32 =>
            [
                "--target", target, "--serialport", Port(request), "--update", "--clrfile", files[0], "-v", "m",
            ],
            Platform.Stm32 =>
            [
                "--platform", "stm32", "--jtag", "--binfile", .. files,
                "--address", .. package.Firmware.Select(file => Address(file.Address)),
            ],
            _ => ["--target", target, "--update", "--clrfile", files[0]],
        };
        return new NanoffStep("firmware", arguments);
    }

    private static NanoffStep Application(FlashRequest request, string application)
    {
        string target = request.Target.Name;
        string address = Address(request.Board.Flash.Deployment.Address);
        string[] arguments = request.Board.Platform switch
        {
            Platform.Esp32 =>
            [
                "--target", target, "--serialport", Port(request), "--deploy", "--image", application, "--address", address,
                "-v", "m",
            ],
            Platform.Stm32 => ["--target", target, "--jtag", "--deploy", "--image", application, "--address", address, "--reset"],
            _ when request.Port is { } port => ["--target", target, "--serialport", port, "--deploy", "--image", application],
            _ => ["--target", target, "--deploy", "--uf2deploy", "--image", application, "--address", address],
        };
        return new NanoffStep("application", arguments);
    }

    private static NanoffStep Model(FlashRequest request, string model)
    {
        // FlashChecks refuses a model for a board without files.
        string drive = request.Board.Flash.Files!.Drive;
        string deploy = JsonSerializer.Serialize(new
        {
            serialport = Port(request),
            files = new[]
            {
                new { DestinationFilePath = $"{drive}\\{ModelName}", SourceFilePath = Path.GetFullPath(model) },
            },
        });
        return new NanoffStep("model", ["--filedeployment", NanoffStep.DeployPlaceholder], deploy);
    }

    private static string Port(FlashRequest request) =>
        request.Port ?? throw new BoardException($"{request.Board.Id} is flashed through its serial port: {PortHelp}.", isUsage: true);

    private static string Address(uint address) => "0x" + address.ToString("X8", System.Globalization.CultureInfo.InvariantCulture);
}
