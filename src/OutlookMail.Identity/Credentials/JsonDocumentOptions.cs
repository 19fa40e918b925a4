using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace OutlookMail.Identity;

/// <summary>How documents of this module are written as JSON.</summary>
internal static class JsonDocumentOptions
{
    /// <summary>For what goes under a seal or into a protected store, and nowhere else: secrets are written out.</summary>
    public static JsonSerializerOptions Protected { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new SecretConverter() },
    };

    public static JsonSerializerOptions Compact { get; } = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public static JsonNode? ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, Protected);

    /// <returns>Null when the node is none of the kind.</returns>
    public static T? FromNode<T>(JsonNode? node)
        where T : class
    {
        try
        {
            return node?.Deserialize<T>(Protected);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private sealed class SecretConverter : JsonConverter<SecretValue>
    {
        public override SecretValue? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetString() is { Length: > 0 } text ? new SecretValue(text) : null;

        public override void Write(Utf8JsonWriter writer, SecretValue value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Reveal());
    }
}
