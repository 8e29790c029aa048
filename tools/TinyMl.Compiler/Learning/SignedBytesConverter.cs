using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TinyMl.Compiler.Learning;

/// <summary>Signed bytes as base64, as bytes are written.</summary>
internal sealed class SignedBytesConverter : JsonConverter<sbyte[]>
{
    /// <inheritdoc/>
    public override sbyte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        MemoryMarshal.Cast<byte, sbyte>(reader.GetBytesFromBase64()).ToArray();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, sbyte[] value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(MemoryMarshal.AsBytes(value.AsSpan()));
}
