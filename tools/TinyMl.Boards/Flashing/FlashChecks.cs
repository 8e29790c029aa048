using TinyMl.Boards.Fit;
using TinyMl.Boards.Images;
using TinyMl.Compiler.Models;
using TinyMl.Engine;

namespace TinyMl.Boards.Flashing;

/// <summary>Whether firmware, application and model belong together and to the board.</summary>
public static class FlashChecks
{
    private const uint Abi = Tml.Abi;
    private const string Esp32Library = "nanoFramework.Hardware.Esp32";

    private static readonly Dictionary<string, int> EspressifChips = new(StringComparer.Ordinal)
    {
        ["ESP32_S3"] = 9,
        ["ESP32_C3"] = 5,
    };

    /// <summary>Refuses what does not fit, with the first fault found; else what to know, a sentence each.</summary>
    public static IReadOnlyList<string> Run(FlashRequest request, FlashPackage package)
    {
        List<string> notes = [];
        CheckFirmware(request, package, notes);
        if (package.Application is { } application)
        {
            CheckApplication(request, package, application, notes);
        }

        if (package.Model is { } model)
        {
            CheckModelFile(request, package, model, notes);
        }

        return notes;
    }

    private static void CheckFirmware(FlashRequest request, FlashPackage package, List<string> notes)
    {
        Board board = request.Board;
        foreach ((string path, uint address, FirmwareImage image) in package.Firmware)
        {
            if (image.IsUf2 != (board.Platform == Platform.RaspberryPi))
            {
                throw new BoardException($"{path} is {(image.IsUf2 ? "a" : "no")} UF2 file: {board.Id} takes {board.Images[0].File}.");
            }

            long end = (image.Address ?? address) + (long)image.Content.Length;
            long limit = address == board.Images[^1].Address ? board.Flash.Firmware.End : board.Images[^1].Address;
            if (end > limit)
            {
                throw new BoardException(FormattableString.Invariant(
                    $"{path} ends {end - limit:N0} B behind its region: build with -DCMAKE_BUILD_TYPE=MinSizeRel and fewer features."));
            }

            CheckChip(board, request.Target, image, path);
        }

        if (package.Firmware.Count > 0 && !package.Firmware.Any(file => file.Image.Contains(request.Target.Name)))
        {
            throw new BoardException(
                $"The firmware was not built for {request.Target.Name}, whose name should stand in it: build that preset, or name the right one with --target.");
        }

        if (package.Record is not { } record)
        {
            notes.Add("Nothing tells which firmware is on the board: name it with --installed to have the application checked against it.");
            return;
        }

        if (record.Abi != Abi)
        {
            throw new BoardException(
                $"The firmware has version {Hex.Of(record.Abi)} of the native interface, this tool has {Hex.Of(Abi)}: build firmware and application from one version of the project.");
        }

        if (record.ArenaBytes != request.Target.Arena.Bytes)
        {
            notes.Add(FormattableString.Invariant(
                $"The firmware keeps {record.ArenaBytes:N0} B of arena where board.json says {request.Target.Arena.Bytes:N0} B: the firmware's counts."));
        }
    }

    private static void CheckChip(Board board, BoardTarget target, FirmwareImage image, string path)
    {
        if (board.Platform != Platform.Esp32)
        {
            return;
        }

        int chip = EspressifChips.Where(series => target.Name.StartsWith(series.Key, StringComparison.Ordinal))
            .Select(series => series.Value).DefaultIfEmpty(0).First();
        if (image.EspressifChip != chip)
        {
            throw new BoardException(image.EspressifChip is null
                ? $"{path} is no image for an Espressif chip: take {board.Images[0].File} of the build."
                : $"{path} was built for another Espressif chip than {board.Name} has: build the preset {target.Name}.");
        }
    }

    private static void CheckApplication(
        FlashRequest request, FlashPackage package, ApplicationImage application, List<string> notes)
    {
        string path = request.Application!;
        if (application.Bytes > request.Board.Flash.Deployment.Bytes)
        {
            throw new BoardException(FormattableString.Invariant(
                $"{path} has {application.Bytes:N0} B and the board keeps {request.Board.Flash.Deployment.Bytes:N0} B for applications: use a smaller model."));
        }

        if (application.NativeChecksum is not { } checksum)
        {
            throw new BoardException($"{path} does not contain {ApplicationImage.Interop}: take the .bin of the whole application, not the .pe of one assembly.");
        }

        CheckFamily(request.Board, application, path);
        if (package.Record is { } record && record.Checksum != checksum)
        {
            throw new BoardException(
                $"The application wants {ApplicationImage.Interop} with checksum {Hex.Of(checksum)}, the firmware has {Hex.Of(record.Checksum)}: the board would refuse the application. Build both from one version of the project.");
        }

        if (application.Abi is { } abi && abi != (package.Record?.Abi ?? Abi))
        {
            throw new BoardException(
                $"The application was compiled for version {Hex.Of(abi)} of the native interface, the firmware has {Hex.Of(package.Record?.Abi ?? Abi)}: build both from one version of the project.");
        }

        CheckLibraries(package, application, notes);
        foreach (EmbeddedModel model in application.Models)
        {
            CheckModel(request, package, model.File, $"The model {model.File.Name} in {path}", notes);
        }

        bool hasModel = application.Models.Count > 0 || package.Model is not null || package.Record is { BuiltInBytes: > 0 };
        if (!hasModel)
        {
            notes.Add("Neither application nor firmware has a model: the board will report 'no model' until one is there.");
        }
    }

    // An application of ours for other chips, or one that uses what only an ESP32 has.
    private static void CheckFamily(Board board, ApplicationImage application, string path)
    {
        string? other = application.Assemblies.Select(assembly => assembly.Name).FirstOrDefault(name =>
            (name.StartsWith("TinyMl.App.", StringComparison.Ordinal) && name != board.Application)
            || (name == Esp32Library && board.Platform != Platform.Esp32));
        if (other is not null)
        {
            throw new BoardException($"{path} contains {other}, which is not for {board.Name}: build {board.Application}.");
        }
    }

    // nanoFramework's own libraries have native parts as well, with the same rule.
    private static void CheckLibraries(FlashPackage package, ApplicationImage application, List<string> notes)
    {
        foreach (NanoAssembly library in application.Assemblies.Where(assembly =>
            assembly.NativeChecksum != 0 && assembly.Name != ApplicationImage.Interop && package.Natives.Count > 0))
        {
            if (!package.Natives.TryGetValue(library.Name, out uint native))
            {
                notes.Add($"The firmware's build does not list {library.Name}, which the application uses: append the board's defconfig to config/user-kconfig.conf.");
            }
            else if (native != library.NativeChecksum)
            {
                throw new BoardException(
                    $"The application wants {library.Name} with checksum {Hex.Of(library.NativeChecksum)} (version {library.Version}), the firmware has {Hex.Of(native)}: the board would refuse the application. Take the package's version that goes with this nf-interpreter.");
            }
        }
    }

    private static void CheckModelFile(FlashRequest request, FlashPackage package, ModelFile model, List<string> notes)
    {
        Board board = request.Board;
        if (board.Flash.Files is null)
        {
            throw new BoardException(
                $"{board.Id} has no file system: put the model into the application as a resource, build it, and flash that with --app.");
        }

        BoardFit fit = BoardFit.Of(board, request.Target, ModelNeeds.Of(model));
        FitCheck drive = fit.Paths.Single(way => way.Name == "file").Checks[0];
        if (!drive.Holds)
        {
            throw new BoardException(FormattableString.Invariant(
                $"{request.Model} needs {drive.Needed:N0} B on {board.Flash.Files.Drive} and the drive has {drive.Limit:N0} B: put the model into the application as a resource."));
        }

        long buffer = package.Record?.ModelBytes ?? request.Target.ModelBuffer.Bytes;
        if (model.Bytes > buffer)
        {
            throw new BoardException(FormattableString.Invariant(
                $"{request.Model} has {model.Bytes:N0} B and the firmware keeps {buffer:N0} B for a model from a file: put it into the application as a resource, or build the firmware with a larger TINYML_MODEL_BYTES."));
        }

        CheckModel(request, package, model, request.Model!, notes);
    }

    private static void CheckModel(FlashRequest request, FlashPackage package, ModelFile model, string what, List<string> notes)
    {
        bool runs = package.Record is { } record
            ? record.Has((int)model.Profile)
            : Profiles.Runs(request.Board, model.Profile);
        if (!runs)
        {
            throw new BoardException(
                $"{what} has profile {ProfileName.Of(model.Profile)}, which the firmware does not: compile it with --profile portable.");
        }

        if (ModelNeeds.Of(model).MissingSensor(request.Board) is { } missing)
        {
            throw new BoardException(missing);
        }

        long arena = package.Record?.ArenaBytes ?? request.Target.Arena.Bytes;
        if (model.ArenaBytes > arena)
        {
            throw new BoardException(FormattableString.Invariant(
                $"{what} needs {model.ArenaBytes:N0} B of arena and the firmware keeps {arena:N0} B: use a smaller model or build with a larger TINYML_ARENA_BYTES."));
        }

        bool hasFaster = package.Record?.Has((int)Profiles.For(request.Board)) ?? true;
        if (hasFaster && Profiles.Advice(request.Board, model.Profile) is { } advice)
        {
            notes.Add(advice);
        }
    }
}
