using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.Json;

namespace OutlookMail.Client;

/// <summary>
/// One line of a manifest (JSON, UTF-8, LF). The first line names format and mailbox; then come folders with their paths,
/// messages, and messages that were found damaged and no longer count.
/// </summary>
internal sealed class ManifestLine
{
    private static readonly JsonWriterOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The first line: Eml, Maildir, Mbox or Zip.</summary>
    public string? Format { get; private set; }

    public string? Mailbox { get; private set; }

    /// <summary>The name of a mail folder whose path is <see cref="ManifestEntry.Path"/> of <see cref="Entry"/>.</summary>
    public bool IsFolder { get; private set; }

    /// <summary>The message no longer counts.</summary>
    public bool IsDropped { get; private set; }

    public ManifestEntry Entry { get; } = new();

    public static byte[] WriteHeader(string format, string mailbox) => Write(json =>
    {
        json.WriteString("format", format);
        json.WriteString("mailbox", mailbox);
    });

    public static byte[] WriteFolder(string folder, string path) => Write(json =>
    {
        json.WriteString("folder", folder);
        json.WriteString("path", path);
    });

    public static byte[] WriteDropped(ManifestEntry entry) => Write(json =>
    {
        json.WriteString("dropped", entry.Folder);
        json.WriteNumber("uidvalidity", entry.UidValidity);
        json.WriteNumber("uid", entry.Uid);
    });

    public static byte[] Write(ManifestEntry entry) => Write(json =>
    {
        json.WriteString("folder", entry.Folder);
        json.WriteNumber("uidvalidity", entry.UidValidity);
        json.WriteNumber("uid", entry.Uid);
        json.WriteString("path", entry.Path);
        if (entry.Offset is { } offset)
        {
            json.WriteNumber("offset", offset);
        }

        json.WriteNumber("length", entry.Length);
        json.WriteString("sha256", entry.Sha256);
        if (entry.Stored is { } stored)
        {
            json.WriteString("stored", stored);
        }

        if (entry.Size is { } size)
        {
            json.WriteNumber("size", size);
        }

        if (entry.Crc32 is { } crc)
        {
            json.WriteNumber("crc32", crc);
        }

        if (entry.IsAdopted)
        {
            json.WriteBoolean("adopted", true);
        }

        if (entry.Received is { } received)
        {
            json.WriteString("received", received.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture));
        }

        if (entry.Flags.Count > 0)
        {
            json.WriteStartArray("flags");
            foreach (var flag in entry.Flags)
            {
                json.WriteStringValue(flag);
            }

            json.WriteEndArray();
        }
    });

    /// <summary>Null when it is no line of a manifest.</summary>
    public static ManifestLine? TryRead(ArraySegment<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            var line = new ManifestLine();
            return json.Read() && json.TokenType == JsonTokenType.StartObject && line.Read(ref json) ? line : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> properties)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Options))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        memory.WriteByte((byte)'\n');
        return memory.ToArray();
    }

    private bool Read(ref Utf8JsonReader json)
    {
        var hasUid = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString();
            json.Read();
            switch (name)
            {
                case "format": Format = json.GetString(); break;
                case "mailbox": Mailbox = json.GetString(); break;
                case "folder": Entry.Folder = json.GetString() ?? ""; break;
                case "dropped":
                    Entry.Folder = json.GetString() ?? "";
                    IsDropped = true;
                    break;
                case "uidvalidity": Entry.UidValidity = json.GetUInt32(); break;
                case "uid":
                    Entry.Uid = json.GetUInt32();
                    hasUid = true;
                    break;
                case "path": Entry.Path = json.GetString() ?? ""; break;
                case "offset": Entry.Offset = json.GetInt64(); break;
                case "length": Entry.Length = json.GetInt64(); break;
                case "sha256": Entry.Sha256 = json.GetString() ?? ""; break;
                case "stored": Entry.Stored = json.GetString(); break;
                case "size": Entry.Size = json.GetInt64(); break;
                case "crc32": Entry.Crc32 = json.GetUInt32(); break;
                case "adopted": Entry.IsAdopted = json.GetBoolean(); break;
                case "received": Entry.Received = json.GetDateTimeOffset(); break;
                case "flags": Entry.Flags = ReadFlags(ref json); break;
                default: json.Skip(); break;
            }
        }

        IsFolder = !hasUid && Format is null && !IsDropped;
        return json.TokenType == JsonTokenType.EndObject && (Format is not null || Entry.Folder.Length > 0);
    }

    private static IReadOnlyList<string> ReadFlags(ref Utf8JsonReader json)
    {
        var flags = new List<string>();
        while (json.Read() && json.TokenType == JsonTokenType.String)
        {
            flags.Add(json.GetString()!);
        }

        return flags;
    }
}
