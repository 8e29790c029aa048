using System.Globalization;
using System.Text.Json;

namespace StandInNanoff;

/// <summary>
/// What nanoff does with options that it understands, as far as this project uses them; read in nanoFirmwareFlasher, commit
/// baccab8: Program.cs, Esp32Manager.cs, Esp32Operations.cs, Stm32Manager.cs, PicoManager.cs, PicoOperations.cs.
/// </summary>
internal static class Device
{
    private const string Official = "official";

    internal static (int Code, IReadOnlyList<Written> Written) Run(CommandLine line)
    {
        List<Written> written = [];
        if (line.Has("deploy") && line.Text("image") is null)
        {
            return (9000, written);
        }

        string? platform = PlatformOf(line);
        int code = platform switch
        {
            "esp32" => Espressif(line, written),
            "stm32" => St(line, written),
            "rpi_pico" => Pico(line, written),
            _ => 0,
        };
        if (code == 0 && line.Text("filedeployment") is { } deploy)
        {
            code = Files(line, deploy, written);
        }
        else if (platform is null)
        {
            Console.WriteLine("No operation was performed with the options supplied.");
        }

        return (code, code == 0 ? written : []);
    }

    private static string? PlatformOf(CommandLine line) => line.Text("platform") ?? line.Text("target") switch
    {
        { } target when target.StartsWith("ESP", StringComparison.Ordinal) || target.StartsWith("M5", StringComparison.Ordinal) => "esp32",
        { } target when target.StartsWith("ST", StringComparison.Ordinal) => "stm32",
        { } target when target.StartsWith("PICO", StringComparison.Ordinal) => "rpi_pico",
        _ => null,
    };

    private static int Espressif(CommandLine line, List<Written> written)
    {
        if (line.Text("serialport") is null)
        {
            return 6001;
        }

        if (line.Has("update"))
        {
            string? clr = line.Text("clrfile");
            if (clr is not null && !File.Exists(clr))
            {
                return 9011;
            }

            if (clr is not null && Path.GetExtension(clr) != ".bin")
            {
                return 9012;
            }

            if (line.Text("verbosity") is null or "n" or "normal" or "d" or "detailed" && Console.IsOutputRedirected)
            {
                // The cursor is set while the configuration is saved.
                return 4000;
            }

            written.Add(new Written("boot loader and partition table", Official, "serial"));
            written.Add(new Written("0x00010000", clr ?? Official, "serial"));
        }

        if (line.Text("image") is not { } image || !(line.Has("deploy") || line.Has("update")))
        {
            return 0;
        }

        if (!File.Exists(image))
        {
            return 9008;
        }

        // Together with an update the address is not passed on.
        string address = line.Has("update") ? "0x001B0000" : line.List("address").FirstOrDefault() ?? "0x001B0000";
        written.Add(new Written(address, image, "serial"));
        return IsAddress(address) ? 0 : 9009;
    }

    private static int St(CommandLine line, List<Written> written)
    {
        IReadOnlyList<string> files = line.List("binfile");
        IReadOnlyList<string> addresses = line.List("address");
        if (files.Count > 0)
        {
            if (files.Any(file => !File.Exists(file)))
            {
                return 5004;
            }

            if (files.Count != addresses.Count)
            {
                return 5009;
            }

            written.AddRange(files.Select((file, i) => new Written(addresses[i], file, "st-link")));
            return addresses.All(IsAddress) ? 0 : 5008;
        }

        if (line.Text("target") is null)
        {
            return 0;
        }

        if (line.Has("update"))
        {
            written.Add(new Written("firmware", Official, "st-link"));
        }

        if (line.Has("deploy"))
        {
            if (addresses.Count == 0)
            {
                return 9009;
            }

            if (!File.Exists(line.Text("image")))
            {
                return 9008;
            }

            written.Add(new Written(addresses[0], line.Text("image")!, "st-link"));
        }

        return 0;
    }

    private static int Pico(CommandLine line, List<Written> written)
    {
        if (line.Has("update"))
        {
            string clr = line.Text("clrfile") ?? Official;
            if (clr != Official && !File.Exists(clr))
            {
                return 3003;
            }

            bool isUf2 = clr == Official || File.ReadAllBytes(clr) is [0x55, 0x46, 0x32, 0x0A, ..];
            written.Add(new Written(isUf2 ? "as in the UF2 file" : "0x10000000", clr, "usb drive"));
        }

        if (line.Has("deploy"))
        {
            if (!File.Exists(line.Text("image")))
            {
                return 9008;
            }

            if (line.Has("uf2deploy"))
            {
                written.Add(new Written(line.List("address").FirstOrDefault() ?? "0x10080000", line.Text("image")!, "usb drive"));
            }
            else if (line.Text("serialport") is null)
            {
                return 6001;
            }
            else
            {
                written.Add(new Written("where the device says", line.Text("image")!, "wire protocol"));
            }
        }

        return 0;
    }

    private static int Files(CommandLine line, string deploy, List<Written> written)
    {
        Deployment? plan = JsonSerializer.Deserialize<Deployment>(
            File.ReadAllText(deploy), new JsonSerializerOptions { PropertyNameCaseInsensitive = true });
        if ((plan?.SerialPort ?? line.Text("serialport")) is null)
        {
            return 2000;
        }

        foreach (DeployedFile file in plan!.Files)
        {
            if (File.Exists(file.SourceFilePath))
            {
                written.Add(new Written(file.DestinationFilePath, file.SourceFilePath, plan.SerialPort ?? "serial"));
            }
            else if (line.Text("verbosity") is null or "n" or "normal")
            {
                Console.WriteLine($"Exception deploying content file {file.SourceFilePath} to {file.DestinationFilePath}");
            }
        }

        return 0;
    }

    private static bool IsAddress(string address) => address.StartsWith("0x", StringComparison.Ordinal)
        && int.TryParse(address.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);

    private sealed record Deployment(string? SerialPort, List<DeployedFile> Files);

    private sealed record DeployedFile(string DestinationFilePath, string SourceFilePath);
}
