using System;
using System.Collections.Generic;
using System.IO;
using System.Text;

namespace OutlookMail.Sandbox.Exchange;

/// <summary>Renames, removes and adds header fields of a message, leaving every other octet as it is.</summary>
internal sealed class HeaderEditor
{
    private readonly ReadOnlyMemory<byte> message;
    private readonly List<Field> fields = [];
    private readonly int end;

    public HeaderEditor(ReadOnlyMemory<byte> message)
    {
        this.message = message;
        ReadOnlySpan<byte> span = message.Span;
        int at = 0;
        while (at < span.Length && span[at] is not ((byte)'\r' or (byte)'\n'))
        {
            int next = LineEnd(span, at);

            // RFC 5322 §2.2.3: a line that begins with a blank belongs to the field before it.
            while (next < span.Length && span[next] is (byte)' ' or (byte)'\t')
            {
                next = LineEnd(span, next);
            }

            int colon = span[at..next].IndexOf((byte)':');
            if (colon <= 0)
            {
                break;
            }

            fields.Add(new Field(Encoding.ASCII.GetString(span.Slice(at, colon)).TrimEnd(), at, at + colon + 1, next));
            at = next;
        }

        end = at;
    }

    private readonly record struct Field(string Name, int Start, int ValueStart, int End);

    /// <summary>The first field of that name, unfolded and trimmed; null when there is none.</summary>
    public string? Find(string name)
    {
        foreach (Field field in fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return Encoding.UTF8.GetString(message.Span[field.ValueStart..field.End]).Replace("\r\n", "", StringComparison.Ordinal).Trim();
            }
        }

        return null;
    }

    /// <param name="prepend">Whole fields with their line ends, put first.</param>
    /// <param name="rename">The new name of each field, or null to leave it out.</param>
    public byte[] Write(string prepend, Func<string, string?> rename)
    {
        var output = new MemoryStream(message.Length + prepend.Length + 64);
        output.Write(Encoding.UTF8.GetBytes(prepend));
        ReadOnlySpan<byte> span = message.Span;
        foreach (Field field in fields)
        {
            string? name = rename(field.Name);
            if (name is null)
            {
                continue;
            }

            if (name == field.Name)
            {
                output.Write(span[field.Start..field.End]);
            }
            else
            {
                output.Write(Encoding.ASCII.GetBytes(name + ":"));
                output.Write(span[field.ValueStart..field.End]);
            }
        }

        output.Write(span[end..]);
        return output.ToArray();
    }

    private static int LineEnd(ReadOnlySpan<byte> span, int from)
    {
        int at = span[from..].IndexOf((byte)'\n');
        return at < 0 ? span.Length : from + at + 1;
    }
}
