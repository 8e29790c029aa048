using System.Text;
using TinyMl.Boards.Images;
using TinyMl.Compiler.Models;

namespace TinyMl.Boards.Flashing;

/// <summary>The files of a request, read and decoded.</summary>
public sealed record FlashPackage
{
    /// <summary>The files of the firmware and where they go; empty: the firmware stays.</summary>
    public required IReadOnlyList<(string Path, uint Address, FirmwareImage Image)> Firmware { get; init; }

    /// <summary>What the firmware, new or installed, says of its native part; null: neither is given.</summary>
    public required FirmwareRecord? Record { get; init; }

    /// <summary>The native parts that the firmware's build lists, with their checksums; empty: no build folder is given.</summary>
    public IReadOnlyDictionary<string, uint> Natives { get; init; } = new Dictionary<string, uint>();

    /// <summary>The application.</summary>
    public required ApplicationImage? Application { get; init; }

    /// <summary>The model.</summary>
    public required ModelFile? Model { get; init; }

    /// <summary>Reads everything that a request names.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">Its model, proved and decoded.</param>
    /// <param name="read">Reads a file; what it throws passes through.</param>
    public static FlashPackage Read(FlashRequest request, ModelFile? model, Func<string, byte[]> read)
    {
        (string Path, uint Address)[] files = request.Firmware is { } firmware ? FirmwareFiles(request.Board, firmware) : [];
        (string Path, uint Address, FirmwareImage Image)[] images = [.. files.Select(file => (
            file.Path, file.Address, FirmwareImage.Parse(read(file.Path), file.Path)))];
        return new FlashPackage
        {
            Firmware = images,
            Record = RecordOf(request, images, read),
            Natives = NativesOf(request, read),
            Application = request.Application is { } application ? ApplicationImage.Parse(read(application), application) : null,
            Model = model,
        };
    }

    // nanoCLR has the native part; a boot loader beside it has none.
    private static FirmwareRecord? RecordOf(
        FlashRequest request, (string Path, uint Address, FirmwareImage Image)[] images, Func<string, byte[]> read)
    {
        uint clr = request.Board.Images[^1].Address;
        foreach ((string path, uint address, FirmwareImage image) in images)
        {
            if (address == clr)
            {
                return FirmwareRecord.Find(image, path);
            }
        }

        if (request.Installed is { } installed)
        {
            string path = FirmwareFiles(request.Board, installed)[^1].Path;
            return FirmwareRecord.Find(FirmwareImage.Parse(read(path), path), path);
        }

        return null;
    }

    private static IReadOnlyDictionary<string, uint> NativesOf(FlashRequest request, Func<string, byte[]> read)
    {
        string? folder = request.Firmware ?? request.Installed;
        string? list = Directory.Exists(folder) ? Path.Combine(folder, NativeAssemblies.FileName) : null;
        return File.Exists(list)
            ? NativeAssemblies.Parse(Encoding.UTF8.GetString(read(list)), list)
            : new Dictionary<string, uint>();
    }

    private static (string Path, uint Address)[] FirmwareFiles(Board board, string firmware)
    {
        if (Directory.Exists(firmware))
        {
            return [.. board.Images.Select(image => (Path.Combine(firmware, image.File), image.Address))];
        }

        string name = Path.GetFileName(firmware);
        if (Array.Find(board.Images, image => string.Equals(image.File, name, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return [(firmware, known.Address)];
        }

        // Where there is one file for one address its name does not matter; its extension does to nanoff.
        string extension = Path.GetExtension(board.Images[0].File);
        return board.Images.Length == 1 && string.Equals(Path.GetExtension(name), extension, StringComparison.OrdinalIgnoreCase)
            ? [(firmware, board.Images[0].Address)]
            : throw new BoardException(
                $"{firmware} is no image for {board.Id}: give the build folder, or its {string.Join(" or ", board.Images.Select(image => image.File))}.");
    }
}
