using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyMl.Boards;

/// <summary>Reads and writes boards; every fault of a file becomes one sentence.</summary>
public static class BoardCatalog
{
    /// <summary>The file's name in a board's folder.</summary>
    public const string FileName = "board.json";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter<Platform>(), new JsonStringEnumConverter<MicrophoneInterface>(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>All boards below a folder, by id.</summary>
    public static Board[] All(string folder) => !Directory.Exists(folder)
        ? throw new BoardException($"There is no folder of boards at {folder}.")
        : Directory.GetDirectories(folder)
            .Where(board => File.Exists(Path.Combine(board, FileName)))
            .Order(StringComparer.Ordinal)
            .Select(board => Read(Path.Combine(board, FileName)))
            .ToArray();

    /// <summary>A board by its id, or by the path of its folder or file.</summary>
    public static Board Find(string folder, string board)
    {
        foreach (string path in new[] { Path.Combine(folder, board, FileName), Path.Combine(board, FileName), board })
        {
            if (File.Exists(path))
            {
                return Read(path);
            }
        }

        string known = string.Join(", ", All(folder).Select(other => other.Id));
        throw new BoardException($"There is no board '{board}': use {known}, or the path of a {FileName}.", isUsage: true);
    }

    /// <summary>Reads one file.</summary>
    public static Board Read(string path)
    {
        try
        {
            Board board = JsonSerializer.Deserialize<Board>(File.ReadAllText(path), Options)
                ?? throw new JsonException("it is empty");
            string id = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(path)))!;
            return Check(board with { Id = id }, path);
        }
        catch (JsonException error)
        {
            throw new BoardException($"{path} is not a board: {Describe(error)}. boards/board.schema.json says what it must hold.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BoardException($"{path} cannot be read: {error.Message}");
        }
    }

    /// <summary>The text of a board.json.</summary>
    public static string Write(Board board) => JsonSerializer.Serialize(board, Options) + "\n";

    // What a schema cannot say.
    private static Board Check(Board board, string path)
    {
        Require(board.Targets.Length > 0 && board.Images.Length > 0, "it needs a target and an image");
        FlashMap flash = board.Flash;
        Require(!flash.Deployment.Overlaps(flash.Firmware), "firmware and deployment overlap in flash");
        Require(flash.Files?.Overlaps(flash.Deployment) != true, "deployment and files overlap in flash");
        Require(
            board.Microphone is not { IsAdc: false } || board.Platform == Platform.Esp32,
            "its application reads no microphone on I2S; an ESP32's does");
        Require(
            board.Microphone is not { } microphone || (microphone.Address is not null) == microphone.IsAdc,
            "a microphone at an ADC has an address, and no other has");
        Require(
            board.Microphone is not { IsAdc: false } sound || (sound.Slot is not null && sound.Clock is not null && sound.Data is not null
                && (sound.WordSelect is not null) == (sound.Interface == MicrophoneInterface.I2s)),
            "a microphone on I2S needs slot, clock and data, and a word clock unless it has pulse density");
        foreach (BoardTarget target in board.Targets)
        {
            Require(target.Arena.Bytes >= 128 && target.Arena.Bytes % 16 == 0, $"the arena of {target.Name} is not a multiple of 16");
            Require(target.ModelBuffer.Bytes % 4 == 0, $"the model buffer of {target.Name} is not a multiple of 4");
            Require(target.ModelBuffer.Bytes == 0 || flash.Files is not null, $"{target.Name} has a model buffer but no file system");
        }

        return board;

        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                throw new BoardException($"{path} contradicts itself: {fault}.");
            }
        }
    }

    private static string Describe(JsonException error)
    {
        // The serializer appends position and type names to its sentences; the first is what a user can use.
        string sentence = error.Message.Split(". Path:")[0].Split(" Path:")[0].TrimEnd('.');
        return error.LineNumber is { } line ? $"{sentence} (line {line + 1})" : sentence;
    }
}
