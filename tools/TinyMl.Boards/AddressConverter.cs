using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyMl.Boards;

/// <summary>Addresses in board.json are hexadecimal strings, as data sheets and linker scripts write them.</summary>
internal sealed class AddressConverter : JsonConverter<uint>
{
    public override uint Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return Hex.TryParse(text, out uint address)
            ? address
            : throw new JsonException("an address is a string such as \"0x1E0000\"");
    }

    public override void Write(Utf8JsonWriter writer, uint value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Hex.Of(value));
}
