using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace TinyMl.Compiler.Models;

/// <summary>A front end as JSON: with "kind": "audio" that of sound, without a kind that of an IMU.</summary>
internal sealed class FrontEndConverter : JsonConverter<FrontEnd>
{
    /// <inheritdoc/>
    public override FrontEnd? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonNode node = JsonNode.Parse(ref reader)!;
        return (string?)node["kind"] switch
        {
            null => node.Deserialize<ImuFrontEnd>(options),
            AudioFrontEnd.AudioKind => node.Deserialize<AudioFrontEnd>(options),
            string kind => throw new JsonException($"There is no front end of kind '{kind}'."),
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FrontEnd value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
}
